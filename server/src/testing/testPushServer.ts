import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { compose } from '../compose.ts';
import { readConfig } from '../config.ts';
import type { PushPost } from '../push/PushPost.ts';
import { createLogger } from '../transport/createLogger.ts';

/**
 * The whole server for browser tests: like `main.ts`, but what it would post to a push service goes, in the clear, to
 * port LOCAL_PUSH_PORT of this machine, and a wait of a second wakes people. Never part of what runs for others.
 */

const WAIT_MS = 1_000;
const { LOCAL_PUSH_PORT: port = '' } = process.env;

const post: PushPost = ({ endpoint, headers, body }) =>
  new Promise((answer, reject) => {
    const path = endpoint.pathname + endpoint.search;
    // What the sender believes to speak to; the service checks the signature against it.
    const call = request(
      { host: '127.0.0.1', port, method: 'POST', path, headers: { ...headers, host: endpoint.host } },
      (response) => {
        response.resume();
        answer({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null });
      },
    );
    call.on('error', reject);
    call.end(body);
  });

const config = readConfig(process.env);
const house = await compose({
  config,
  logger: createLogger(config.logLevel),
  clientDir: fileURLToPath(new URL('../../../client/dist', import.meta.url)),
  push: { post, waitMs: WAIT_MS },
});
await house.listen();
process.once('SIGTERM', () => void house.stop().then(() => process.exit(0)));
