import { createMemorySessionStore } from '../sessions/memorySessionStore.ts';
import { createMemoryTicketStore } from './memoryTicketStore.ts';
import { ticketStoreContract } from './ticketStoreContract.ts';

ticketStoreContract('memory', async () => {
  const sessions = createMemorySessionStore();
  return { tickets: createMemoryTicketStore(sessions), sessionOf: (userId) => sessions.ofUser(userId) };
});
