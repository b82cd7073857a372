import { TRPCError } from '@trpc/server';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AppError, type AppCode } from '../contract/errors.ts';
import { isUnexpected, toErrorShape, toRefusalShape } from './errorShape.ts';

test.each<[AppCode, string, number]>([
  ['WRONG_INPUT', 'BAD_REQUEST', 400],
  ['PASSWORD_TOO_COMMON', 'BAD_REQUEST', 400],
  ['TOO_YOUNG', 'BAD_REQUEST', 400],
  ['GENDER_NEEDED', 'BAD_REQUEST', 400],
  ['NOT_LOGGED_IN', 'UNAUTHORIZED', 401],
  ['WRONG_CREDENTIALS', 'UNAUTHORIZED', 401],
  ['FOREIGN_ORIGIN', 'FORBIDDEN', 403],
  ['BANNED', 'FORBIDDEN', 403],
  ['NOT_IN_SESSION', 'FORBIDDEN', 403],
  ['NOT_FOUND', 'NOT_FOUND', 404],
  ['USERNAME_TAKEN', 'CONFLICT', 409],
  ['EMAIL_TAKEN', 'CONFLICT', 409],
  ['IN_SESSION', 'CONFLICT', 409],
  ['NOT_WAITING', 'CONFLICT', 409],
  ['SESSION_OVER', 'CONFLICT', 409],
  ['NO_EVENT_STREAM', 'PRECONDITION_FAILED', 412],
  ['TOO_LARGE', 'PAYLOAD_TOO_LARGE', 413],
  ['TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS', 429],
  ['BUSY', 'SERVICE_UNAVAILABLE', 503],
  ['DATABASE_UNAVAILABLE', 'SERVICE_UNAVAILABLE', 503],
  ['SHUTTING_DOWN', 'SERVICE_UNAVAILABLE', 503],
])('%s crosses the wire as %s, HTTP %i', (appCode, code, httpStatus) => {
  expect(toRefusalShape(new AppError(appCode))).toMatchObject({
    message: appCode,
    data: { appCode, code, httpStatus },
  });
});

test('a refusal carries its fields and its wait', () => {
  const refusal = new AppError('TOO_MANY_REQUESTS', {
    retryAfterMs: 1500,
    fields: { password: ['slow down'] },
  });
  const wrapped = new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: refusal });
  expect(toErrorShape(wrapped, 'r1')).toEqual({
    code: -32029,
    message: 'TOO_MANY_REQUESTS',
    data: {
      code: 'TOO_MANY_REQUESTS',
      httpStatus: 429,
      appCode: 'TOO_MANY_REQUESTS',
      retryAfterMs: 1500,
      fields: { password: ['slow down'] },
    },
  });
});

test('a 503 always says when to come back', () => {
  expect(toRefusalShape(new AppError('DATABASE_UNAVAILABLE')).data.retryAfterMs).toBe(2000);
});

test('messages of zod are flattened by field, those of the whole input under the empty name', () => {
  const schema = z.strictObject({ name: z.string().min(3, 'too short') });
  const { error } = schema.safeParse({ name: 'x', more: 1 });
  const shape = toErrorShape(new TRPCError({ code: 'BAD_REQUEST', cause: error }));
  expect(shape.data).toMatchObject({
    appCode: 'WRONG_INPUT',
    httpStatus: 400,
    fields: { name: ['too short'], '': ['Unrecognized key: "more"'] },
  });
});

describe('an unexpected error', () => {
  const unexpected = new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: new Error('canary') });

  test('says nothing but where to find it in the log', () => {
    expect(isUnexpected(unexpected)).toBe(true);
    expect(toErrorShape(unexpected, 'r1')).toEqual({
      code: -32603,
      message: 'Something went wrong on the server',
      data: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500, requestId: 'r1' },
    });
  });

  test('that zod threw over an answer is not taken for a wrong input', () => {
    const { error } = z.string().safeParse(1);
    const shape = toErrorShape(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: error }));
    expect(shape.data).not.toHaveProperty('fields');
    expect(shape.data.httpStatus).toBe(500);
  });
});

test("tRPC's own refusals keep their code and lose their words, which repeat the input", () => {
  const shape = toErrorShape(new TRPCError({ code: 'NOT_FOUND', message: 'No procedure on path "canary"' }));
  expect(shape.message).toBe('NOT_FOUND');
  expect(JSON.stringify(shape)).not.toContain('canary');
});
