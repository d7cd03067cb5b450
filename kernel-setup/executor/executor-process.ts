/**
 * The executor process: the supervisor's child, in which the cells run.
 *
 * It may be busy for hours or be ended at any time; the sockets are not its own.
 *
 * @module
 */
import { CellExecutor } from './cell-executor.js';
import type { ExecutorCalls, ExecutorRequest } from './executor-protocol.js';
import { guardProcess } from './guard-process.js';
import { sendMessage as send } from './message-pipe.js';
import { packComm, unpackComm } from './packed-comm.js';
import { steadyHeap } from './steady-heap.js';
import { watchParent } from './watch-parent.js';

type Answer = ExecutorCalls[keyof ExecutorCalls]['answer'];

function answer(
  executor: CellExecutor,
  request: Exclude<ExecutorRequest, { call: 'interrupt' }>,
): Answer | Promise<Answer> {
  switch (request.call) {
    case 'execute': {
      const { code, count } = request.ask;
      return executor.execute(code, {
        count,
        publish: message => send({ kind: 'output', id: request.id, message }),
      });
    }
    case 'complete': {
      const { code, position } = request.ask;
      return executor.prepare(code).then(() => executor.complete(code, position));
    }
    case 'inspect': {
      const { code, position } = request.ask;
      return executor.prepare(code).then(() => executor.inspect(code, position));
    }
    case 'comm':
      return executor
        .receiveComm(unpackComm(request.ask.message), message => send({ kind: 'output', id: request.id, message }))
        .then(() => null);
    case 'input':
      executor.answerInput(request.ask.question, request.ask.text);
      return null;
    case 'completeness':
      return executor.completeness(request.ask.code);
  }
}

function main(): void {
  watchParent();
  const executor = new CellExecutor({
    ownsProcess: true,
    onComm: message => send({ kind: 'comm', message: packComm(message) }),
    onInput: question => send({ kind: 'input', question }),
  });
  const afterCell = steadyHeap();
  guardProcess((kind, thrown) => executor.reportStray(kind, thrown));
  process.on('SIGINT', () => executor.interrupt());
  process.on('message', async (request: ExecutorRequest) => {
    if (request.call === 'interrupt') {
      executor.interrupt();
      return;
    }
    try {
      send({ kind: 'answer', id: request.id, answer: await answer(executor, request) });
      if (request.call === 'execute') setImmediate(afterCell);
    } catch (error) {
      send({
        kind: 'failure',
        id: request.id,
        reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  });
  send({ kind: 'ready' });
  executor.warmUp();
}

main();
