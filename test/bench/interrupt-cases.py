"""How our kernel handles interrupts, with jupyter_client as the front end. Prints JSON on the last line.

usage: interrupt-cases.py REPEATS FRAMES_FOLDER (JUPYTER_PATH must contain the kernelspec)
"""
import json
import queue
import sys
import time

from jupyter_client import KernelManager

REPEATS = int(sys.argv[1])
FRAMES = sys.argv[2]
PATIENCE = 30  # time limit for a reply [s]

OPEN = f"""
import {{ openSeries }} from 'skyframe';
const lights = (await openSeries('{FRAMES}/*.fits')).where(h => h.imagetyp === 'light');
"""
CASES = [
    ('synchronous loop', 'for (;;) {}'),
    ('awaited timer loop', 'for (;;) { await new Promise(r => setTimeout(r, 5)); (globalThis as any).turns++; }'),
    ('`await 1; for (;;) {}`', 'await 1; for (;;) {}'),
    ('loop in a timer callback', 'await new Promise(() => setTimeout(() => { for (;;) {} }, 10));'),
    ('`series.measure` in two threads', 'await lights.measure([{ x: 100, y: 100 }], { radius: 5, workers: 2 });'),
]


class Kernel:
    def __init__(self):
        self.manager = KernelManager(kernel_name='skyframe')
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def reply(self, asked):
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            try:
                message = self.client.get_shell_msg(timeout=1)
            except queue.Empty:
                continue
            if message['parent_header'].get('msg_id') == asked:
                return message['content']
        raise TimeoutError('no answer: the front end hangs')

    def run(self, code):
        """Runs a cell to its end and returns its reply."""
        return self.reply(self.client.execute(code))

    def value(self, code):
        """The value of an expression as text."""
        shown = []

        def hear(message):
            if message['msg_type'] == 'execute_result':
                shown.append(message['content']['data']['text/plain'])

        self.client.execute_interactive(code, timeout=PATIENCE, output_hook=hear)
        return shown[0] if shown else None

    def interrupt(self, code):
        """Seconds from the interrupt to the reply, the message, and the remaining state."""
        if 'lights' in code:
            self.run(OPEN)
        self.run('(globalThis as any).turns = 0; (globalThis as any).there = true;')
        asked = self.client.execute(code)
        time.sleep(0.5)
        start = time.perf_counter()
        self.manager.interrupt_kernel()
        reply = self.reply(asked)
        seconds = time.perf_counter() - start
        kept = self.value('(globalThis as any).there') == 'true'
        turns = self.value('(globalThis as any).turns')
        time.sleep(0.2)
        return {
            'seconds': seconds,
            'kept': kept,
            'goesOn': self.value('(globalThis as any).turns') != turns,
            'message': f"{reply.get('ename')}: {reply.get('evalue')}",
        }

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


kernel = Kernel()
try:
    results = [
        {'case': name, 'runs': [kernel.interrupt(code) for _ in range(REPEATS)]} for name, code in CASES
    ]
finally:
    kernel.end()
print(json.dumps(results))
