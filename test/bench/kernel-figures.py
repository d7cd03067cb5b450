"""The figures of one kernel, taken with jupyter_client as any front end would: JSON on the last line.

usage: kernel-figures.py KERNEL LANGUAGE REPEATS (JUPYTER_PATH tells where the kernelspec is)
"""
import json
import os
import queue
import statistics
import sys
import time

from jupyter_client import KernelManager

NAME, LANGUAGE, REPEATS = sys.argv[1], sys.argv[2], int(sys.argv[3])
PATIENCE = 20  # what has not come by then is lost [s]
CELLS = 500
BURST = 600
LINES = 20_000

IS_PYTHON = LANGUAGE == 'python'
CELL = 'x{0} = {0} * 2\nx{0} + 1' if IS_PYTHON else 'const x{0} = {0} * 2;\nx{0} + 1'
CATALOG = (
    'class Catalog: pass\ncatalog = Catalog()\nfor i in range(30): setattr(catalog, "column%d" % i, i)'
    if IS_PYTHON
    else 'const catalog = {' + ', '.join(f'column{i}: {i}' for i in range(30)) + '}'
)
PRINTS = f'for i in range({LINES}): print("line", i)' if IS_PYTHON else f'for (let i = 0; i < {LINES}; i++) console.log("line", i)'
SYNC_LOOP = 'while True: pass' if IS_PYTHON else 'for (;;) {}'
AWAITED_LOOP = (
    'import asyncio\nwhile True: await asyncio.sleep(0.005)'
    if IS_PYTHON
    else 'for (;;) await new Promise(resolve => setTimeout(resolve, 5))'
)


class Kernel:
    """A running kernel and the time that its start took."""

    def __init__(self):
        start = time.perf_counter()
        self.manager = KernelManager(kernel_name=NAME)
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.run('1')
        self.start = time.perf_counter() - start

    def run(self, code):
        """Seconds until the reply and idle have come."""
        start = time.perf_counter()
        self.client.execute_interactive(code, timeout=PATIENCE, output_hook=lambda message: None)
        return time.perf_counter() - start

    def complete(self, code):
        start = time.perf_counter()
        asked = self.client.complete(code, len(code))
        while True:
            message = self.client.get_shell_msg(timeout=PATIENCE)
            if message['parent_header'].get('msg_id') == asked:
                matches = message['content'].get('matches', [])
                return time.perf_counter() - start, sum('column' in match for match in matches)

    def memory(self):
        """Megabytes of the kernel and all its children, shared pages counted once (PSS)."""
        total = 0
        for pid in family(self.manager.provisioner.pid):
            try:
                with open(f'/proc/{pid}/smaps_rollup') as file:
                    total += next(int(line.split()[1]) for line in file if line.startswith('Pss:'))
            except OSError:
                pass
        return total / 1024

    def lost_lines(self):
        """Lines of 20 000 that did not come, and whether idle came."""
        got = []
        try:
            self.client.execute_interactive(
                PRINTS,
                timeout=PATIENCE,
                output_hook=lambda m: got.append(m['content']['text']) if m['msg_type'] == 'stream' else None,
            )
            ended = True
        except (TimeoutError, queue.Empty):
            ended = False
        return LINES - ''.join(got).count('\n'), ended

    def lost_cells(self):
        """Cells of 600, sent at once, whose reply or idle did not come."""
        asked = {self.client.execute(CELL.format(20_000 + i)) for i in range(BURST)}
        return max(len(asked - heard) for heard in (self.heard_replies(set(asked)), self.heard_idles(set(asked))))

    def heard_replies(self, asked):
        return self.hear(self.client.get_shell_msg, asked, lambda m: m['msg_type'] == 'execute_reply')

    def heard_idles(self, asked):
        is_idle = lambda m: m['msg_type'] == 'status' and m['content']['execution_state'] == 'idle'
        return self.hear(self.client.get_iopub_msg, asked, is_idle)

    @staticmethod
    def hear(get, asked, wanted):
        heard = set()
        while heard != asked:
            try:
                message = get(timeout=PATIENCE)
            except queue.Empty:
                break
            if wanted(message) and message['parent_header'].get('msg_id') in asked:
                heard.add(message['parent_header']['msg_id'])
        return heard

    def interrupt(self, code):
        """Seconds from the interrupt to the reply, None if there is none."""
        asked = self.client.execute(code)
        time.sleep(1)
        start = time.perf_counter()
        self.manager.interrupt_kernel()
        try:
            while True:
                message = self.client.get_shell_msg(timeout=10)
                if message['parent_header'].get('msg_id') == asked:
                    return time.perf_counter() - start
        except (queue.Empty, RuntimeError):
            return None

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def family(pid):
    """A process and all below it."""
    found = [pid]
    for other in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{other}/stat') as file:
                parent = int(file.read().rsplit(')', 1)[1].split()[1])
        except OSError:
            continue
        if parent == pid:
            found += family(int(other))
    return found


def with_kernel(work):
    kernel = Kernel()
    try:
        return work(kernel)
    finally:
        kernel.end()


def starts():
    return [with_kernel(lambda kernel: kernel.start) for _ in range(REPEATS)]


def work_of(kernel):
    for i in range(10):
        kernel.run(CELL.format(i))
    warm = [kernel.run(CELL.format(10 + i)) for i in range(40)]
    kernel.run(CATALOG)
    kernel.complete('catalog.')
    completions = [kernel.complete('catalog.') for _ in range(20)]
    for i in range(50, 100):
        kernel.run(CELL.format(i))
    early = kernel.memory()
    for i in range(100, CELLS):
        kernel.run(CELL.format(i))
    return {
        'warm': statistics.median(warm),
        'late': statistics.median(kernel.run(CELL.format(CELLS + i)) for i in range(20)),
        'completion': statistics.median(seconds for seconds, _ in completions),
        'names': completions[-1][1],
        'memory100': early,
        'memory500': kernel.memory(),
    }


def losses_of(kernel):
    lines, ended = kernel.lost_lines()
    return {'lostLines': lines, 'ended': ended}


figures = {'start': statistics.median(starts())}
figures.update(with_kernel(work_of))
figures.update(with_kernel(losses_of))
figures['lostCells'] = with_kernel(lambda kernel: kernel.lost_cells())
figures['interruptSync'] = with_kernel(lambda kernel: kernel.interrupt(SYNC_LOOP))
figures['interruptAwaited'] = with_kernel(lambda kernel: kernel.interrupt(AWAITED_LOOP))
print(json.dumps(figures))
