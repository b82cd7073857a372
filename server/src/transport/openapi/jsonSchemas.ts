import { z } from 'zod';
import { schemaNames } from './schemaNames.ts';

export type JsonSchema = Record<string, unknown>;

/** Turns zod schemas into JSON Schema 2020-12, the dialect of OpenAPI 3.1; collects what has a name on the way. */
export interface JsonSchemas {
  toSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema;
  /** The named ones seen so far, for `components.schemas`. */
  named(): Record<string, JsonSchema>;
}

export function createJsonSchemas(): JsonSchemas {
  const named = new Map<string, JsonSchema>();
  return {
    toSchema(schema, io) {
      const {
        $schema: _dialect,
        $defs,
        ...root
      } = z.toJSONSchema(schema, {
        io,
        metadata: schemaNames,
        unrepresentable: 'any',
      }) as JsonSchema & { $defs?: Record<string, JsonSchema> };
      for (const [name, definition] of Object.entries($defs ?? {})) named.set(name, relink(definition));
      const ownName = schemaNames.get(schema)?.id;
      if (ownName === undefined) return relink(root);
      named.set(ownName, relink(root));
      return { $ref: `#/components/schemas/${ownName}` };
    },
    named: () => Object.fromEntries([...named].sort(([a], [b]) => a.localeCompare(b))),
  };
}

/** zod keeps named schemas beside each schema; in the document there is one place for all. */
function relink(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === 'id' && typeof value === 'string' ? undefined : value,
  );
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}
