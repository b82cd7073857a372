import type { AnyTRPCRouter } from '@trpc/server';
import { z } from 'zod';
import { APP_CODES, type AppCode } from '../../contract/errors.ts';
import { TRANSPORT_CODES } from '../errorShape.ts';
import type { ProcedureMeta } from '../procedureMeta.ts';
import { createJsonSchemas, type JsonSchema, type JsonSchemas } from './jsonSchemas.ts';
import { ERROR_SCHEMA, INTRODUCTION, SOCKET_OPERATION } from './texts.ts';

export interface OpenApiOptions {
  origin: string;
  cookieName: string;
}

interface DescribedProcedure {
  name: string;
  type: 'query' | 'mutation' | 'subscription';
  meta: ProcedureMeta;
  input: z.ZodType | null;
}

/**
 * The API as OpenAPI 3.1: the endpoints that tRPC really serves, read from the router itself. Subscriptions have
 * no HTTP endpoint; they are described under `/trpc` and in the extension `x-subscriptions`.
 */
export function createOpenApi(router: AnyTRPCRouter, options: OpenApiOptions): JsonSchema {
  const schemas = createJsonSchemas();
  const procedures = describeProcedures(router);
  const subscriptions = procedures.filter(({ type }) => type === 'subscription');
  const paths = Object.fromEntries(
    procedures
      .filter(({ type }) => type !== 'subscription')
      .map((procedure) => [`/trpc/${procedure.name}`, toPath(procedure, schemas)]),
  );
  return {
    openapi: '3.1.0',
    info: { title: 'Suhbatdosh', version: '1', description: INTRODUCTION },
    servers: [{ url: options.origin }],
    tags: [...new Set(procedures.map(({ name }) => tagOf(name)))].map((name) => ({ name })),
    paths: { ...paths, '/trpc': { get: SOCKET_OPERATION } },
    'x-subscriptions': Object.fromEntries(
      subscriptions.map(({ name, meta, input }) => [
        name,
        {
          summary: meta.summary ?? name,
          tags: [tagOf(name)],
          input: input === null ? {} : schemas.toSchema(input, 'input'),
          event: meta.output === undefined ? {} : schemas.toSchema(meta.output, 'output'),
        },
      ]),
    ),
    components: {
      schemas: { Error: ERROR_SCHEMA, ...schemas.named() },
      securitySchemes: { login: { type: 'apiKey', in: 'cookie', name: options.cookieName } },
    },
  };
}

const tagOf = (name: string): string => name.split('.')[0] ?? name;

function describeProcedures(router: AnyTRPCRouter): DescribedProcedure[] {
  const procedures = Object.entries(router._def.procedures as Record<string, { _def: RawProcedure }>);
  return procedures.map(([name, { _def }]) => ({
    name,
    type: _def.type,
    meta: _def.meta ?? {},
    input: _def.inputs.find((input): input is z.ZodType => input instanceof z.ZodType) ?? null,
  }));
}

/** The part of tRPC's procedure definition that is read here; tRPC types it as internal. */
interface RawProcedure {
  type: DescribedProcedure['type'];
  meta?: ProcedureMeta;
  inputs: readonly unknown[];
}

function toPath(procedure: DescribedProcedure, schemas: JsonSchemas): JsonSchema {
  const { name, type, meta, input } = procedure;
  const operation = {
    operationId: name,
    summary: meta.summary ?? name,
    tags: [tagOf(name)],
    security: meta.needsLogin === true ? [{ login: [] }] : [],
    responses: { '200': success(meta, schemas), ...refusals(procedure) },
  };
  if (type === 'mutation')
    return { post: { ...operation, ...(input && { requestBody: bodyOf(input, schemas) }) } };
  return { get: { ...operation, ...(input && { parameters: [inputParameter(input, schemas)] }) } };
}

const json = (schema: JsonSchema): JsonSchema => ({ 'application/json': { schema } });

function success(meta: ProcedureMeta, schemas: JsonSchemas): JsonSchema {
  const data = meta.output === undefined ? {} : schemas.toSchema(meta.output, 'output');
  const result = { type: 'object', required: ['data'], properties: { data } };
  return {
    description: 'Done',
    content: json({ type: 'object', required: ['result'], properties: { result } }),
  };
}

const bodyOf = (input: z.ZodType, schemas: JsonSchemas): JsonSchema => ({
  required: !input.safeParse(undefined).success,
  content: json(schemas.toSchema(input, 'input')),
});

const inputParameter = (input: z.ZodType, schemas: JsonSchemas): JsonSchema => ({
  name: 'input',
  in: 'query',
  required: !input.safeParse(undefined).success,
  description: 'The input as JSON, URL-encoded',
  content: json(schemas.toSchema(input, 'input')),
});

/** One response a status; its description names the codes. */
function refusals({ type, meta, input }: DescribedProcedure): JsonSchema {
  const codes: AppCode[] = [...(meta.errors ?? []), 'TOO_MANY_REQUESTS', 'BUSY'];
  if (input !== null || type === 'mutation') codes.push('WRONG_INPUT');
  if (meta.needsLogin === true) codes.push('NOT_LOGGED_IN');
  if (type === 'mutation') codes.push('FOREIGN_ORIGIN');
  const byStatus = new Map<number, AppCode[]>();
  for (const code of APP_CODES.filter((known) => codes.includes(known))) {
    const status = STATUSES[TRANSPORT_CODES[code]];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const content = json({ $ref: '#/components/schemas/Error' });
  return {
    ...Object.fromEntries(
      [...byStatus].map(([status, found]) => [String(status), { description: found.join(', '), content }]),
    ),
    '500': { description: 'Unexpected; the log has the requestId', content },
  };
}

const STATUSES = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_SUPPORTED: 405,
  CONFLICT: 409,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  TOO_MANY_REQUESTS: 429,
  SERVICE_UNAVAILABLE: 503,
} as const satisfies Record<(typeof TRANSPORT_CODES)[AppCode], number>;
