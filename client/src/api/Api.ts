import type {
  ChangePasswordInput,
  ChatInput,
  ChatMessage,
  ConnectedInput,
  EndInput,
  JoinInput,
  LoginInput,
  Me,
  QueueStatus,
  RegisterInput,
  SignalInput,
  UpdateProfileInput,
  WidenInput,
} from '@suhbatdosh/server/contract';

/** The server's procedures as the stores call them. Every one rejects with what `toRefusal` understands. */
export interface Api {
  auth: {
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
    leave(): Promise<unknown>;
    status(): Promise<QueueStatus>;
  };
  session: {
    signal(input: SignalInput): Promise<unknown>;
    connected(input: ConnectedInput): Promise<unknown>;
    chat(input: ChatInput): Promise<ChatMessage>;
    end(input: EndInput): Promise<unknown>;
  };
}
