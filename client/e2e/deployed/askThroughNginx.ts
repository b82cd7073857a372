import { request } from 'node:https';
import { PUBLIC_ADDRESS } from './publicAddress.ts';
import { DOMAIN } from './stack.ts';

const PATIENCE_MS = 10_000;

/** The status of one fresh request, as a browser of this origin makes it; `failed` when there was no answer. @param body posted as JSON; without it the request is a GET */
export function askThroughNginx(path: string, body?: unknown): Promise<string> {
  return new Promise((resolve) => {
    const asked = request(
      {
        host: PUBLIC_ADDRESS,
        servername: DOMAIN,
        path,
        method: body === undefined ? 'GET' : 'POST',
        headers: { host: DOMAIN, origin: `https://${DOMAIN}`, 'content-type': 'application/json' },
        agent: false,
        // Nobody has vouched for the certificate yet.
        rejectUnauthorized: false,
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(String(answer.statusCode)));
        answer.on('error', () => resolve('failed'));
      },
    );
    asked.setTimeout(PATIENCE_MS, () => asked.destroy(new Error('no answer')));
    asked.on('error', () => resolve('failed'));
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
