import { HttpException } from '@nestjs/common';
import type { Handled } from '#access';

/** The codes that `/attachments` has beside those of every other error. */
export const ATTACHMENT_ERRORS = {
  NOT_PERMITTED: { tells: 'The post of the viewer does not permit an upload (403).' },
  NOT_FOUND: { tells: 'No such attachment, or none that the viewer may see (404).' },
  ATTACHMENT_ERASED: { tells: 'Its key was destroyed: nobody can read it any more (410).' },
  ATTACHMENT_DAMAGED: { tells: 'The stored object is gone or was altered; the city knows (500).' },
} as const;

/** An answer in place of a file, in the form of every other error. */
export function refusal(
  status: number,
  code: keyof typeof ATTACHMENT_ERRORS | 'BAD_USER_INPUT',
  message: string,
): HttpException {
  return new HttpException({ errors: [{ message, extensions: { code } }] }, status);
}

export const badUpload = (message: string): HttpException =>
  refusal(400, 'BAD_USER_INPUT', message);

/** What a command was refused for, over HTTP. */
export function refusedAs({ userErrors }: Handled): HttpException {
  const [error] = userErrors;
  if (error === undefined) throw new Error('nothing was refused');
  const status = error.code === 'NOT_PERMITTED' ? 403 : 400;
  const { message, code } = error;
  return new HttpException({ errors: [{ message, extensions: { code } }] }, status);
}
