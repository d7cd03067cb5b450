/**
 * A kernel that answers every cell with one message: why the real one cannot be started, and what to do.
 *
 * Front ends show what a kernel sends, never why it did not start; so somebody must be there to send it.
 * This file is copied into the kernelspec's folder and must work alone.
 *
 * @module
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Frames, SmallSocket, type SocketType } from './small-socket.js';

/** What of a connection file is used here. */
interface Connection {
  readonly transport?: string;
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly control_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
  readonly key: string;
}

type Json = Readonly<Record<string, unknown>>;

const DELIMITER = '<IDS|MSG>';
const NAME = 'SkyframeNotFound';

/**
 * Starts the stand-in; it ends when Jupyter says so or is gone.
 *
 * @param connectionFile the file that Jupyter names on the command line
 * @param message what every cell is answered
 */
export async function startStandIn(connectionFile: string, message: string): Promise<void> {
  const connection = JSON.parse(readFileSync(connectionFile, 'utf8')) as Connection;
  const session = randomUUID();
  const error = { ename: NAME, evalue: message, traceback: [message] };
  let count = 0;

  const encode = (type: string, parent: Json, content: Json): Buffer[] => {
    const date = new Date().toISOString();
    const header = { msg_id: randomUUID(), msg_type: type, username: 'kernel', session, date, version: '5.3' };
    const parts = [header, parent, {}, content].map(part => Buffer.from(JSON.stringify(part)));
    return [Buffer.from(DELIMITER), Buffer.from(sign(parts, connection.key)), ...parts];
  };
  const publish = (type: string, parent: Json, content: Json): void =>
    iopub.publish([Buffer.from(type), ...encode(type, parent, content)]);

  const reply = (type: string, content: Json): Json => {
    switch (type) {
      case 'kernel_info_request':
        return kernelInfo(message);
      case 'execute_request':
        return { status: 'error', execution_count: count, ...error };
      case 'complete_request':
        return {
          status: 'ok',
          matches: [],
          cursor_start: content['cursor_pos'],
          cursor_end: content['cursor_pos'],
          metadata: {},
        };
      case 'is_complete_request':
        return { status: 'unknown' };
      case 'history_request':
        return { status: 'ok', history: [] };
      case 'comm_info_request':
        return { status: 'ok', comms: {} };
      case 'inspect_request':
        return { status: 'ok', found: false, data: {}, metadata: {} };
      case 'shutdown_request':
        return { status: 'ok', restart: content['restart'] === true };
      case 'interrupt_request':
        return { status: 'ok' };
      default:
        return { status: 'error', ...error };
    }
  };

  const serve = (frames: Frames, answer: (frames: Frames) => void): void => {
    const at = frames.findIndex(frame => frame.toString('latin1') === DELIMITER);
    const [signature, ...parts] = frames.slice(at + 1);
    if (at < 0 || !signature || parts.length < 4 || !isSigned(signature, parts.slice(0, 4), connection.key)) return;
    const header = parseObject(parts[0]);
    const content = parseObject(parts[3]);
    const type = String(header['msg_type']);
    if (!type.endsWith('_request')) return;
    publish('status', header, { execution_state: 'busy' });
    if (type === 'execute_request') {
      count++;
      publish('execute_input', header, { code: content['code'], execution_count: count });
      publish('error', header, error);
    }
    answer([...frames.slice(0, at), ...encode(type.replace('_request', '_reply'), header, reply(type, content))]);
    publish('status', header, { execution_state: 'idle' });
    if (type === 'shutdown_request') setTimeout(() => process.exit(0), 200);
  };

  const listen = async (type: SocketType, port: number, onMessage: typeof serve): Promise<SmallSocket> => {
    const socket = new SmallSocket(type, onMessage);
    const { ip, transport } = connection;
    await socket.listen(transport === 'ipc' ? { path: `${ip}-${port}` } : { host: ip, port });
    return socket;
  };
  const iopub = await listen('PUB', connection.iopub_port, () => {});
  await listen('REP', connection.hb_port, (frames, answer) => answer(frames));
  await listen('ROUTER', connection.stdin_port, () => {});
  await listen('ROUTER', connection.shell_port, serve);
  await listen('ROUTER', connection.control_port, serve);

  const { ppid } = process;
  setInterval(() => {
    if (process.ppid !== ppid) process.exit(0);
  }, 1000);
  process.on('SIGINT', () => {});
}

function kernelInfo(banner: string): Json {
  return {
    status: 'ok',
    protocol_version: '5.3',
    implementation: 'skyframe',
    implementation_version: '0',
    language_info: { name: 'typescript', version: '5', mimetype: 'text/typescript', file_extension: '.ts' },
    banner,
    help_links: [],
  };
}

/** A frame's JSON; empty for what is none: that is no request, and is not answered. */
function parseObject(frame: Buffer | undefined): Json {
  try {
    const value: unknown = JSON.parse(String(frame));
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}

function sign(parts: readonly Buffer[], key: string): string {
  if (key === '') return '';
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

function isSigned(signature: Buffer, parts: readonly Buffer[], key: string): boolean {
  const expected = Buffer.from(sign(parts, key));
  return key === '' || (expected.length === signature.length && timingSafeEqual(expected, signature));
}
