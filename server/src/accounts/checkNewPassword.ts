import { AppError } from '../contract/errors.ts';
import { isCommonPassword } from './isCommonPassword.ts';

interface Person {
  username: string;
  email: string | null;
  displayName: string;
}

/** @throws AppError PASSWORD_TOO_COMMON */
export function checkNewPassword(password: string, { username, email, displayName }: Person): void {
  const mailbox = email?.replace(/@.*$/, '') ?? '';
  if (isCommonPassword(password, [username, mailbox, displayName])) throw new AppError('PASSWORD_TOO_COMMON');
}
