import type { PushAnswer, PushPost, PushRequest } from '../push/PushPost.ts';

/** A push service in this process: remembers what it got, and answers what it is told to, `sent` by default. */
export function createFakePushService() {
  const requests: PushRequest[] = [];
  const answers: (Partial<PushAnswer> | Error)[] = [];
  const post: PushPost = async (request) => {
    requests.push(request);
    const next = answers.shift() ?? {};
    if (next instanceof Error) throw next;
    return { status: 201, retryAfter: null, ...next };
  };
  return {
    post,
    requests,
    /** To the next requests, one each. */
    answer: (...next: (Partial<PushAnswer> | Error)[]): void => void answers.push(...next),
  };
}
