import { describeOnRedis } from '../redis/testOnRedis.ts';
import { createRedisPreparedStore } from './redisPreparedStore.ts';
import { preparedStoreContract } from './preparedStoreContract.ts';

describeOnRedis('prepared pairs', (redis) => {
  preparedStoreContract('Redis', async () => createRedisPreparedStore(await redis().open(redis().newTag())));
});
