import type {
  AccountRules,
  AnswerInviteInput,
  BackgroundInput,
  ChangePasswordInput,
  ChatInput,
  ChatMessage,
  ConnectedInput,
  EndInput,
  HistoryInput,
  HistoryPage,
  IceServersOutput,
  InviteInput,
  InviteOutput,
  JoinInput,
  ListProfilesInput,
  LoginInput,
  Me,
  ProfilePage,
  PreparedInput,
  PublicProfile,
  PushPreferences,
  QueueStatus,
  RateInput,
  RateOutput,
  RegisterInput,
  ReportInput,
  SessionView,
  SignalInput,
  TakeOverInput,
  SubscribeInput,
  UpdateProfileInput,
  WidenInput,
} from '@suhbatdosh/server/contract';

/** The server's procedures as the stores call them, a group a feature. Every one rejects with what `toRefusal` understands. */
export interface Api {
  auth: {
    rules(): Promise<AccountRules>;
    me(): Promise<Me | null>;
    register(input: RegisterInput): Promise<Me>;
    login(input: LoginInput): Promise<Me>;
    logout(): Promise<unknown>;
    logoutEverywhere(): Promise<unknown>;
    changePassword(input: ChangePasswordInput): Promise<Me>;
  };
  profile: {
    update(input: UpdateProfileInput): Promise<Me>;
  };
  queue: {
    join(input: JoinInput): Promise<QueueStatus>;
    widen(input: WidenInput): Promise<QueueStatus>;
    prepared(input: PreparedInput): Promise<unknown>;
    leave(): Promise<unknown>;
    status(): Promise<QueueStatus>;
  };
  session: {
    signal(input: SignalInput): Promise<unknown>;
    connected(input: ConnectedInput): Promise<unknown>;
    chat(input: ChatInput): Promise<ChatMessage>;
    background(input: BackgroundInput): Promise<unknown>;
    end(input: EndInput): Promise<unknown>;
    takeOver(input: TakeOverInput): Promise<SessionView>;
  };
  turn: {
    iceServers(): Promise<IceServersOutput>;
  };
  people: {
    list(input: Partial<ListProfilesInput>): Promise<ProfilePage>;
  };
  history: {
    list(input: Partial<HistoryInput>): Promise<HistoryPage>;
    rate(input: RateInput): Promise<RateOutput>;
  };
  invites: {
    send(input: InviteInput): Promise<InviteOutput>;
    answer(input: AnswerInviteInput): Promise<unknown>;
    cancel(inviteId: string): Promise<unknown>;
  };
  safety: {
    block(userId: string): Promise<unknown>;
    unblock(userId: string): Promise<unknown>;
    blocked(): Promise<PublicProfile[]>;
    report(input: ReportInput): Promise<unknown>;
  };
  push: {
    publicKey(): Promise<{ key: string }>;
    subscribe(input: SubscribeInput): Promise<unknown>;
    unsubscribe(input: Pick<SubscribeInput, 'endpoint'>): Promise<unknown>;
    preferences(): Promise<PushPreferences>;
    setPreferences(input: PushPreferences): Promise<PushPreferences>;
  };
}
