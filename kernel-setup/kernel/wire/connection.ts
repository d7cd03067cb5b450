/**
 * The connection file with which Jupyter starts a kernel.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files
 * @module
 */
import { readFileSync } from 'node:fs';

/** Where the sockets are and the key that signs messages. */
export interface Connection {
  readonly transport: string;
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly control_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
  /** Empty if messages are not signed. */
  readonly key: string;
  readonly signature_scheme: string;
}

const PORTS = ['shell_port', 'iopub_port', 'control_port', 'stdin_port', 'hb_port'] as const;
const TRANSPORTS: readonly unknown[] = ['tcp', 'ipc'];

/**
 * Reads and checks a connection file.
 *
 * @throws Error that names the file and says what is wrong with it
 */
export function readConnection(path: string): Connection {
  const connection: Readonly<Record<string, unknown>> = {
    transport: 'tcp',
    ip: '127.0.0.1',
    key: '',
    signature_scheme: 'hmac-sha256',
    ...readObject(path),
  };
  const { transport, ip, key, signature_scheme: scheme } = connection;
  for (const name of PORTS) {
    const port = connection[name];
    if (!Number.isInteger(port) || Number(port) < 1 || Number(port) > 65535)
      throw new Error(`${path}: ${name} should be a number from 1 to 65535, and is ${JSON.stringify(port)}`);
  }
  if (!TRANSPORTS.includes(transport))
    throw new Error(`${path}: transport should be tcp or ipc, and is ${JSON.stringify(transport)}`);
  if (typeof ip !== 'string' || typeof key !== 'string') throw new Error(`${path}: ip and key should be texts`);
  if (scheme !== 'hmac-sha256')
    throw new Error(`${path}: messages signed by ${String(scheme)} are not supported, only hmac-sha256`);
  return connection as unknown as Connection;
}

function readObject(path: string): object {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`${path}: Jupyter's connection file cannot be read (${String((error as { code?: string }).code)})`);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // said below
  }
  throw new Error(`${path}: this is not a Jupyter connection file: it contains no JSON object`);
}

/** Address of one socket. */
export function addressOf({ transport, ip }: Connection, port: number): string {
  return transport === 'ipc' ? `ipc://${ip}-${port}` : `${transport}://${ip}:${port}`;
}
