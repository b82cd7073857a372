import { createMemoryPreparedStore } from './memoryPreparedStore.ts';
import { preparedStoreContract } from './preparedStoreContract.ts';

preparedStoreContract('memory', async () => createMemoryPreparedStore());
