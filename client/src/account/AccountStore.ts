import type { ReadonlySignal } from '@preact/signals';
import type {
  Me,
  RegisterInput,
  LoginInput,
  ChangePasswordInput,
  UpdateProfileInput,
} from '@suhbatdosh/server/contract';
import type { Refusal } from '../api/Refusal.ts';

/** Who is logged in here. Every verb answers null when it worked, or why it did not. */
export interface AccountStore {
  /** undefined: not known yet; null: nobody. The last known one is shown while the server is away. */
  readonly me: ReadonlySignal<Me | null | undefined>;
  /** In years, who may make an account here; the usual age until the server has been asked. */
  readonly minAge: ReadonlySignal<number>;
  /** Asks the server for it. Changes nothing when it cannot be reached: it has the last word anyway. */
  learnMinAge(): Promise<void>;
  load(): Promise<Refusal | null>;
  register(input: RegisterInput): Promise<Refusal | null>;
  login(input: LoginInput): Promise<Refusal | null>;
  logout(): Promise<Refusal | null>;
  logoutEverywhere(): Promise<Refusal | null>;
  changePassword(input: ChangePasswordInput): Promise<Refusal | null>;
  update(change: UpdateProfileInput): Promise<Refusal | null>;
}
