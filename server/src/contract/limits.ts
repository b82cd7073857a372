/** Every number that the wire is held to, in one place. Lengths of text are code points, of SDP and candidates bytes of UTF-8. */
export const LIMITS = {
  usernameMin: 3,
  usernameMax: 32,
  passwordMin: 8,
  passwordMax: 256,
  displayNameMax: 40,
  bioMax: 300,
  emailMax: 254,
  searchMax: 40,
  pageMax: 50,
  pageDefault: 20,
  deviceIdMax: 64,
  eventIdMax: 64,
  signalsPerCall: 20,
  sdpBytes: 16 * 1024,
  candidateBytes: 512,
  candidatesPerOffer: 60,
  offersPerMinute: 12,
  /** Tellings that an app went to the background or came back. */
  backgroundsPerMinute: 30,
  chatTextMax: 1000,
  chatPerFiveSeconds: 5,
  chatPerMinute: 60,
  reportTextMax: 500,
  pushEndpointMax: 1024,
  pushSubscriptionsPerUser: 10,
  timeZoneMax: 64,
} as const;

/** How long the server waits, in milliseconds (API.md, "Rules with numbers"). */
export const WAITS = {
  /** A waiting ticket whose device is away. */
  ticketAwayMs: 15_000,
  /** A session whose device is away. */
  sessionAwayMs: 45_000,
  /** A match that one side never answered. */
  answerMs: 8_000,
  /** A match that both sides have not reported as heard. */
  connectMs: 30_000,
  /** Avoiding a recent partner ends when the longer side has waited this long. */
  avoidRecentMs: 60_000,
  /** Smallest time between two `queue_status` to one device. */
  queueStatusMs: 5_000,
  /** Events are kept at least this long for a device that comes back. */
  eventRetentionMs: 60_000,
  inviteMs: 30_000,
  /** So long before a round its pairs are chosen, so that they are connected when it comes. */
  prepareMs: 2_500,
  /** Two of level mode who connect before they are matched are matched after this long, connected or not. */
  arrivalMs: 1_500,
  /** Rounds that follow each other faster are not prepared: too many would come in between. */
  prepareLeastRoundMs: 6_000,
} as const;
