/**
 * Every key and channel that we have in Redis. One hash tag keeps them in one slot of a cluster, so that a script may
 * touch any of them, also those whose names it only finds out (a session's, by its user).
 *
 * ```
 * tickets                 hash    user → place: the ticket as JSON, without the learner
 * tickets:learners        hash    user → learner as JSON; scripts never look into it
 * tickets:away            zset    user by `awaySince`
 * tickets:roulette|level  set     users by mode
 * tickets:changes         zset    user by the number of the last change of the ticket, or of its end
 * tickets:numbers         hash    last: of the changes; floor: changes up to this number may be missing above
 * prepared                hash    session → prepared pair of a round as JSON
 * prepared:arrivals       hash    session → prepared pair of an arrival as JSON
 * prepared:connected      hash    session of an arrival's pair → the user who is connected, or `both`
 * prepared:users          hash    user → session of the prepared pair
 * sessions:users          hash    user → session
 * sessions:due            zset    session by its next deadline; has every session
 * sessions:ends           hash    session that has ended → the effects of it as JSON, until they are carried out
 * sessions:unsettled      zset    session that has ended by when another server carries the effects out
 * session:<id>            hash    json, version
 * session:<id>:messages   list    the last messages as JSON
 * session:<id>:sent       hash    sender and clientMessageId → message as JSON
 * session:<id>:ended      string  the two users, for a while after the end
 * invites                 hash    sender → invitation as JSON
 * log:<user>              hash    a user's event log: see redisEventScripts.ts
 * log:<user>:entries      stream  its entries, `<number>-0`
 * presence:<user>         hash    device → server that has its stream
 * online                  set     users with a device
 * servers                 zset    server by its last heartbeat
 * servers:settling        string  there while the silence of a server says nothing of it
 * server:<id>:devices     set     `<user> <device>` whose streams it has
 * server:<id>:orphans     set     devices of dead servers that it has yet to deal with
 * memory                  string  a word that is there as long as Redis has not lost its memory
 * limit:<rule>:<key>      string  how often, until the window ends
 * once:<what>             string  who does what is done once
 * ```
 */
export type RedisKeys = ReturnType<typeof createKeys>;

/**
 * @param tag names the installation and the shape of what is stored: servers that write another shape must use another
 *   one. Two installations with different tags can share a Redis.
 */
export function createKeys(tag: string) {
  const root = `{${tag}}:`;
  return {
    tickets: `${root}tickets`,
    learners: `${root}tickets:learners`,
    awayTickets: `${root}tickets:away`,
    rouletteTickets: `${root}tickets:roulette`,
    levelTickets: `${root}tickets:level`,
    ticketChanges: `${root}tickets:changes`,
    ticketNumbers: `${root}tickets:numbers`,
    preparedPairs: `${root}prepared`,
    preparedArrivals: `${root}prepared:arrivals`,
    preparedConnected: `${root}prepared:connected`,
    preparedUsers: `${root}prepared:users`,
    sessionUsers: `${root}sessions:users`,
    dueSessions: `${root}sessions:due`,
    sessionEnds: `${root}sessions:ends`,
    unsettledSessions: `${root}sessions:unsettled`,
    /** Followed by a session's id: for scripts that find it out. */
    sessionPrefix: `${root}session:`,
    session: (id: string) => `${root}session:${id}`,
    sessionMessages: (id: string) => `${root}session:${id}:messages`,
    sessionSent: (id: string) => `${root}session:${id}:sent`,
    sessionEnded: (id: string) => `${root}session:${id}:ended`,
    invites: `${root}invites`,
    log: (userId: string) => `${root}log:${userId}`,
    logEntries: (userId: string) => `${root}log:${userId}:entries`,
    presencePrefix: `${root}presence:`,
    presence: (userId: string) => `${root}presence:${userId}`,
    online: `${root}online`,
    servers: `${root}servers`,
    settling: `${root}servers:settling`,
    serverPrefix: `${root}server:`,
    serverDevices: (serverId: string) => `${root}server:${serverId}:devices`,
    serverOrphans: (serverId: string) => `${root}server:${serverId}:orphans`,
    memory: `${root}memory`,
    limit: (rule: string, key: string) => `${root}limit:${rule}:${key}`,
    once: (what: string) => `${root}once:${what}`,
    /** Channels. */
    toServerPrefix: `${root}to:`,
    toServer: (serverId: string) => `${root}to:${serverId}`,
    broadcast: (what: 'endedLogins' | 'learners') => `${root}all:${what}`,
  };
}
