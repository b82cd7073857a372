import { createVirtualClock } from '../clock/virtualClock.ts';
import { eventStoreContract } from './eventStoreContract.ts';
import { createMemoryEventStore } from './memoryEventStore.ts';

eventStoreContract('memory', async () => {
  const clock = createVirtualClock();
  return { clock, events: createMemoryEventStore({ clock, epoch: 'epoch' }) };
});
