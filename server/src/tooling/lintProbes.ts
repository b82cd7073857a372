export interface Probe {
  path: string;
  code: string;
}
/** `rule` as oxlint names it in its report. */
export interface WrongProbe extends Probe {
  what: string;
  rule: string;
}

const restrictedImport = 'eslint(no-restricted-imports)';
const restrictedGlobal = 'eslint(no-restricted-globals)';
const restrictedProperty = 'eslint(no-restricted-properties)';

const imports = (what: string, path: string, from: string): WrongProbe => ({
  what,
  path,
  code: `import { thing } from '${from}';\nexport const used = thing;\n`,
  rule: restrictedImport,
});

/** Planted faults, one a file: each must be found by the rule that is named. */
export const WRONG_PROBES: WrongProbe[] = [
  imports('the contract importing a feature', 'server/src/contract/probeA.ts', '../matching/Ticket.ts'),
  imports('the contract importing another package', 'server/src/contract/probeB.ts', 'express'),
  imports('the contract importing Node', 'server/src/contract/probeC.ts', 'node:crypto'),
  imports('a feature importing the transport', 'server/src/matching/probeA.ts', '../transport/express.ts'),
  imports(
    'a feature importing tRPC set-up outside its router',
    'server/src/matching/probeB.ts',
    '../transport/trpc.ts',
  ),
  imports(
    'a feature importing a value of the context',
    'server/src/matching/probeC.ts',
    '../transport/context.ts',
  ),
  imports(
    'a feature importing a foreign memory adapter',
    'server/src/matching/probeD.ts',
    '../sessions/memorySessionStore.ts',
  ),
  imports(
    'a feature importing a foreign Redis adapter',
    'server/src/matching/probeE.ts',
    '../sessions/redisSessionStore.ts',
  ),
  imports(
    'a use case importing an adapter of its own feature',
    'server/src/matching/probeJ.ts',
    './memoryTicketStore.ts',
  ),
  imports(
    'an adapter importing a foreign adapter',
    'server/src/matching/redisTicketStore.ts',
    '../sessions/redisSessionStore.ts',
  ),
  imports(
    'a feature importing a foreign entity',
    'server/src/matching/probeF.ts',
    '../accounts/Account.entity.ts',
  ),
  imports('a feature importing the composition root', 'server/src/matching/probeG.ts', '../compose.ts'),
  imports('a feature importing the settings', 'server/src/matching/probeH.ts', '../config.ts'),
  imports(
    'a router importing its own adapter',
    'server/src/matching/probeRouter.ts',
    './memoryTicketStore.ts',
  ),
  imports(
    'a router importing the transport beside trpc.ts',
    'server/src/matching/otherRouter.ts',
    '../transport/express.ts',
  ),
  imports(
    'the transport importing an adapter',
    'server/src/transport/probeA.ts',
    '../matching/memoryTicketStore.ts',
  ),
  imports('the transport importing the composition root', 'server/src/transport/probeB.ts', '../compose.ts'),
  imports('main importing an adapter', 'server/src/main.ts', './matching/redisTicketStore.ts'),
  imports(
    'the server importing the client',
    'server/src/matching/probeI.ts',
    '../../../client/src/api/client.ts',
  ),
  imports('the client importing a server value', 'client/src/queue/probeA.ts', '@suhbatdosh/server'),
  imports(
    'the client importing a contract value',
    'client/src/queue/probeB.ts',
    '@suhbatdosh/server/contract',
  ),
  imports(
    'the client reaching the server by path',
    'client/src/queue/probeC.ts',
    '../../../server/src/contract/words.ts',
  ),
  imports('the client importing zod', 'client/src/queue/probeD.ts', 'zod'),
  imports('the client importing tRPC server code', 'client/src/api/probeA.ts', '@trpc/server/observable'),
  imports('the API layer importing a feature', 'client/src/api/probeB.ts', '../queue/QueueStore.ts'),
  imports('the design system importing a feature', 'client/src/ui/probeA.ts', '../queue/QueueStore.ts'),
  imports('the design system importing the API', 'client/src/ui/probeB.ts', '../api/Connection.ts'),
  imports(
    'an entity importing a use case',
    'server/src/matching/Probe.entity.ts',
    '../sessions/endSession.ts',
  ),
  {
    what: 'Node in the client',
    path: 'client/src/queue/probeE.ts',
    code: `import { join } from 'node:path';\nexport const used = join;\n`,
    rule: 'import(no-nodejs-modules)',
  },
  {
    what: 'Node in a pure file',
    path: 'server/src/sessions/probeMachine.ts',
    code: `import { randomUUID } from 'node:crypto';\nexport const used = randomUUID;\n`,
    rule: 'import(no-nodejs-modules)',
  },
  {
    what: 'the clock in the matcher',
    path: 'server/src/matching/matchProbe.ts',
    code: 'export const now = (): number => Date.now();\n',
    rule: restrictedGlobal,
  },
  {
    what: 'randomness in the matcher',
    path: 'server/src/matching/matchOther.ts',
    code: 'export const roll = (): number => Math.random();\n',
    rule: restrictedProperty,
  },
  {
    what: 'a timer in a machine',
    path: 'client/src/call/probeMachine.ts',
    code: 'export const later = (run: () => void): unknown => setTimeout(run, 1);\n',
    rule: restrictedGlobal,
  },
  {
    what: 'the network in rules',
    path: 'server/src/limits/probeRules.ts',
    code: `export const ask = (): unknown => fetch('http://127.0.0.1');\n`,
    rule: restrictedGlobal,
  },
  {
    what: 'the environment in a feature',
    path: 'server/src/turn/probe.ts',
    code: 'export const secret = process.env.TURN_SECRET;\n',
    rule: restrictedProperty,
  },
  {
    what: 'markup made from text',
    path: 'client/src/chat/probeA.ts',
    code: 'export const show = (place: HTMLElement, text: string): void => {\n  place.innerHTML = text;\n};\n',
    rule: restrictedProperty,
  },
  {
    what: 'markup made from text in a component',
    path: 'client/src/chat/Probe.tsx',
    code: 'export const Probe = (props: { html: string }) => <p dangerouslySetInnerHTML={{ __html: props.html }} />;\n',
    rule: 'react(no-danger)',
  },
  {
    what: 'words on a screen that no dictionary has',
    path: 'client/src/chat/Words.tsx',
    code: 'export const Words = () => <p>Hello</p>;\n',
    rule: 'react(jsx-no-literals)',
  },
  {
    what: 'a component in a file that is not named like one',
    path: 'client/src/chat/lowerCase.tsx',
    code: 'export const Lower = () => null;\n',
    rule: 'unicorn(filename-case)',
  },
  {
    what: 'a file name with dashes',
    path: 'server/src/matching/with-dash.ts',
    code: 'export const probe = 1;\n',
    rule: 'unicorn(filename-case)',
  },
  {
    what: 'a cycle',
    path: 'server/src/matching/cycleA.ts',
    code: `import { b } from './cycleB.ts';\nexport const a = (): number => b();\n`,
    rule: 'import(no-cycle)',
  },
  {
    what: 'the other half of the cycle',
    path: 'server/src/matching/cycleB.ts',
    code: `import { a } from './cycleA.ts';\nexport const b = (): number => a();\n`,
    rule: 'import(no-cycle)',
  },
  {
    what: 'a default export',
    path: 'server/src/matching/byDefault.ts',
    code: 'const thing = 1;\nexport default thing;\n',
    rule: 'import(no-default-export)',
  },
  {
    what: 'a file of more than 400 lines',
    path: 'server/src/matching/long.ts',
    code: 'export {};\n'.repeat(401),
    rule: 'eslint(max-lines)',
  },
  {
    what: 'more than three parameters',
    path: 'server/src/matching/wide.ts',
    code: 'export const sum = (a: number, b: number, c: number, d: number): number => a + b + c + d;\n',
    rule: 'eslint(max-params)',
  },
  {
    what: 'a switch that forgets a member',
    path: 'server/src/matching/switching.ts',
    code: `export function name(mode: 'a' | 'b'): string {\n  switch (mode) {\n    case 'a':\n      return 'A';\n  }\n  return '';\n}\n`,
    rule: 'typescript(switch-exhaustiveness-check)',
  },
  {
    what: 'a promise that nobody waits for',
    path: 'server/src/matching/floating.ts',
    code: 'const work = async (): Promise<void> => {};\nexport const start = (): void => {\n  work();\n};\n',
    rule: 'typescript(no-floating-promises)',
  },
  {
    what: 'a non-null assertion',
    path: 'server/src/matching/bang.ts',
    code: 'export const first = (list: string[]): string => list[0]!;\n',
    rule: 'typescript(no-non-null-assertion)',
  },
  {
    what: 'any',
    path: 'server/src/matching/anything.ts',
    code: 'export const anything = (value: any): unknown => value;\n',
    rule: 'typescript(no-explicit-any)',
  },
  {
    what: 'a mock of our own module',
    path: 'server/src/matching/mocking.test.ts',
    code: `import { test, expect, vi } from 'vitest';\nvi.mock('./Ticket.ts');\ntest('a', () => expect(1).toBe(1));\n`,
    rule: 'vitest(no-restricted-vi-methods)',
  },
  {
    what: 'a focused test',
    path: 'server/src/matching/focused.test.ts',
    code: `import { test, expect } from 'vitest';\ntest.only('a', () => expect(1).toBe(1));\n`,
    rule: 'vitest(no-focused-tests)',
  },
];

/** What the fences must let through: a fence that refuses everything would pass the list above. */
export const RIGHT_PROBES: Probe[] = [
  {
    path: 'server/src/contract/right.ts',
    code: `import { z } from 'zod';\nimport { id } from './words.ts';\nexport const both = z.array(id);\n`,
  },
  { path: 'server/src/contract/words.ts', code: `import { z } from 'zod';\nexport const id = z.uuid();\n` },
  {
    path: 'server/src/matching/right.ts',
    code: `import type { Login } from '../transport/context.ts';\nimport type { SessionStore } from '../sessions/SessionStore.ts';\nimport type { TicketStore } from './TicketStore.ts';\nexport const right = (login: Login, store: SessionStore, own: TicketStore): unknown => [login, store, own];\n`,
  },
  {
    path: 'server/src/matching/redisPlaces.ts',
    code: `import { redisConnection } from '../redis/redisConnection.ts';\nimport { redisScript } from './redisScript.ts';\nexport const right = [redisConnection, redisScript];\n`,
  },
  {
    path: 'server/src/matching/Right.entity.ts',
    code: `import { Account } from '../accounts/Account.entity.ts';\nimport { role } from '../contract/words.ts';\nexport const right = [Account, role];\n`,
  },
  {
    path: 'server/src/matching/databaseArchive.ts',
    code: `import { Account } from '../accounts/Account.entity.ts';\nexport const right = Account;\n`,
  },
  {
    path: 'server/src/matching/rightRouter.ts',
    code: `import { router } from '../transport/trpc.ts';\nimport { joinQueue } from './joinQueue.ts';\nexport const right = [router, joinQueue];\n`,
  },
  {
    path: 'server/src/matching/right.test.ts',
    code: `import { expect, test } from 'vitest';\nimport { memorySessionStore } from '../sessions/memorySessionStore.ts';\ntest('a', () => expect(memorySessionStore).toBeDefined());\n`,
  },
  {
    path: 'server/src/compose.ts',
    code: `import { memoryTicketStore } from './matching/memoryTicketStore.ts';\nexport const compose = memoryTicketStore;\n`,
  },
  {
    path: 'client/src/queue/right.ts',
    code: `import type { Mode } from '@suhbatdosh/server/contract';\nimport type { AppRouter } from '@suhbatdosh/server';\nexport type Right = [Mode, AppRouter];\n`,
  },
  {
    path: 'client/src/ui/Right.tsx',
    code: `export const Right = (props: { label: string }) => <p>{props.label}</p>;\n`,
  },
  { path: 'client/vite.config.ts', code: 'export default {};\n' },
];
