"""Measures one kernel with jupyter_client, as any front end would. Prints JSON on the last line.

usage: kernel-figures.py KERNEL LANGUAGE quick|lasting (JUPYTER_PATH must contain the kernelspec)
"""
import json
import os
import queue
import statistics
import sys
import time

from jupyter_client import KernelManager

NAME, LANGUAGE, PART = sys.argv[1:]
PATIENCE = 10  # messages that arrive later count as lost [s]
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
    'import asyncio\nturns = [0]\nwhile True:\n  turns[0] += 1\n  await asyncio.sleep(0.005)'
    if IS_PYTHON
    else 'const all = globalThis as any; all.turns = 0;\nfor (;;) { all.turns++; await new Promise(r => setTimeout(r, 5)); }'
)
COUNT_TURNS = 'turns[0]' if IS_PYTHON else '(globalThis as any).turns'


class Kernel:
    """A running kernel and its start-up time."""

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
        """Seconds until the reply and the idle status have arrived."""
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
        """Number of lines lost of 20 000, and whether the idle status arrived."""
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
        """Number of cells, of 600 sent at once, whose reply or idle status was lost."""
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
        """Seconds from the interrupt to the reply, and whether the loop continues."""
        asked = self.client.execute(code)
        time.sleep(1)
        start = time.perf_counter()
        self.manager.interrupt_kernel()
        try:
            while True:
                message = self.client.get_shell_msg(timeout=10)
                if message['parent_header'].get('msg_id') == asked:
                    break
            seconds = time.perf_counter() - start
            if code == SYNC_LOOP:
                return {'seconds': seconds}
            time.sleep(0.5)  # tslab ignores requests right after an error
            before = self.shown(COUNT_TURNS)
            time.sleep(0.3)
            if not any(map(str.strip, filter(None, before))):
                raise RuntimeError(f'the loop never ran: {before}')
            return {'seconds': seconds, 'goesOn': self.shown(COUNT_TURNS) != before}
        except (queue.Empty, RuntimeError, TimeoutError):
            return {'seconds': None}

    def shown(self, code):
        """All text that a cell shows, without its execution count."""
        texts = []
        self.client.execute_interactive(
            code,
            timeout=10,
            output_hook=lambda m: texts.append(m['content'].get('text') or m['content'].get('data', {}).get('text/plain')),
        )
        return texts

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def family(pid):
    """A process and all its descendants."""
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


def quick(kernel):
    """Measurements that are repeated, alternating with the other kernels."""
    for i in range(10):
        kernel.run(CELL.format(i))
    warm = [kernel.run(CELL.format(10 + i)) for i in range(30)]
    kernel.run(CATALOG)
    kernel.complete('catalog.')
    completions = [kernel.complete('catalog.') for _ in range(20)]
    return {
        'start': kernel.start,
        'warm': statistics.median(warm),
        'completion': statistics.median(seconds for seconds, _ in completions),
        'names': completions[-1][1],
    }


def memory(kernel):
    figures = {'stuck': 0}
    for i in range(CELLS):
        try:
            kernel.run(CELL.format(i))
        except TimeoutError:  # its idle status was lost
            figures['stuck'] += 1
        if i + 1 in (100, CELLS):
            figures[f'memory{i + 1}'] = kernel.memory()
    return figures


def lasting():
    """Measurements that are made once, each in a separate kernel."""
    lines, ended = with_kernel(Kernel.lost_lines)
    return {
        **with_kernel(memory),
        'lostLines': lines,
        'ended': ended,
        'lostCells': with_kernel(Kernel.lost_cells),
        'interruptSync': with_kernel(lambda kernel: kernel.interrupt(SYNC_LOOP)),
        'interruptAwaited': with_kernel(lambda kernel: kernel.interrupt(AWAITED_LOOP)),
    }


print(json.dumps(with_kernel(quick) if PART == 'quick' else lasting()))
