import { createMemoryPresence } from './memoryPresence.ts';
import { presenceContract } from './presenceContract.ts';

presenceContract('memory', async (lookups) => createMemoryPresence(lookups));
