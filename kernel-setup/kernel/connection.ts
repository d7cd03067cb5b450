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

/** Reads and checks a connection file. */
export function readConnection(path: string): Connection {
  const connection = JSON.parse(readFileSync(path, 'utf8')) as Partial<Connection>;
  for (const port of PORTS)
    if (!Number.isInteger(connection[port])) throw new Error(`${path}: ${port} is missing or no number`);
  const scheme = connection.signature_scheme ?? 'hmac-sha256';
  if (scheme !== 'hmac-sha256')
    throw new Error(`${path}: messages signed by ${scheme} are not supported, only hmac-sha256`);
  return { transport: 'tcp', ip: '127.0.0.1', key: '', ...connection, signature_scheme: scheme } as Connection;
}

/** Address of one socket. */
export function addressOf({ transport, ip }: Connection, port: number): string {
  return transport === 'ipc' ? `ipc://${ip}-${port}` : `${transport}://${ip}:${port}`;
}
