import { APP_CODES } from '../../contract/errors.ts';

export const INTRODUCTION = [
  'One tRPC server over HTTP and one WebSocket, both at /trpc, plain JSON.',
  'Queries are GET with the input as JSON in ?input=, mutations POST with the input as the body; tRPC clients may',
  'batch up to 10 (auth.* one at a time). A mutation needs content-type application/json and an Origin of ours,',
  'or Sec-Fetch-Site: same-origin.',
  'Times are ISO 8601 in UTC with milliseconds, durations say their unit, ids are UUIDs.',
  'An error carries a code in error.data.appCode; the words for people are the client’s.',
].join(' ');

/** OpenAPI has no WebSockets; this is the request that opens one. */
export const SOCKET_OPERATION = {
  operationId: 'socket',
  summary: 'The WebSocket',
  description: [
    'Upgrade with the login cookie and an allowed Origin. Frames are tRPC’s JSON-RPC: {id, method, params: {path, input}}',
    'with method query, mutation, subscription or subscription.stop. Queries and mutations work here too, in the order',
    'in which they were sent; what sets a cookie does not. Limits: 64 KiB a message, 20 in a batch, 50 messages a second',
    'after a burst of 200, 3 subscriptions, 64 calls at once. Close codes: 1008 a limit was broken, 1012 come back,',
    '4401 the login is over: do not come back by yourself.',
  ].join(' '),
  tags: ['events'],
  security: [{ login: [] }],
  responses: {
    '101': { description: 'Switching protocols' },
    '401': { description: 'NOT_LOGGED_IN' },
    '403': { description: 'FOREIGN_ORIGIN' },
    '404': { description: 'Not exactly /trpc' },
    '429': { description: 'TOO_MANY_REQUESTS: too many sockets of this user or address' },
    '503': { description: 'BUSY, SHUTTING_DOWN, DATABASE_UNAVAILABLE' },
  },
};

export const ERROR_SCHEMA = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['message', 'code', 'data'],
      properties: {
        message: { type: 'string', description: 'A code or a fixed text, not for people' },
        code: { type: 'integer', description: 'JSON-RPC 2.0' },
        data: {
          type: 'object',
          required: ['code', 'httpStatus'],
          properties: {
            code: { type: 'string', description: 'tRPC’s code, e.g. CONFLICT' },
            httpStatus: { type: 'integer' },
            appCode: { type: 'string', enum: [...APP_CODES] },
            fields: {
              type: 'object',
              description: 'Messages by field of the input; those of the whole input under the empty name',
              additionalProperties: { type: 'array', items: { type: 'string' } },
            },
            retryAfterMs: { type: 'integer', description: 'When trying again makes sense' },
            requestId: {
              type: 'string',
              description: 'With INTERNAL_SERVER_ERROR: names its line in the log',
            },
          },
        },
      },
    },
  },
};
