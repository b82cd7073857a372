import { createMemorySessionStore } from './memorySessionStore.ts';
import { sessionStoreContract } from './sessionStoreContract.ts';

sessionStoreContract('memory', async () => {
  const sessions = createMemorySessionStore();
  return { sessions, insert: async (session) => sessions.insert(session) };
});
