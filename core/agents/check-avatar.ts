// Checks the picture of an agent: its format, its size, and that its content is what it claims to be.
import { AVATAR_PATTERN, MAX_AVATAR_CHARS } from '#contract/types/agent-avatar.ts';
import { detectImageType } from '#contract/types/image-type.ts';
import { invalidRequest } from '#contract/wire/errors.ts';

const FORMAT = new RegExp(AVATAR_PATTERN);
const HINT = `Use a PNG, JPEG, WebP, or GIF image as a data URL of up to ${MAX_AVATAR_CHARS} characters.`;

/** @throws {GatewayError} unless it is a small image. */
export function checkAvatar(avatar: string): void {
  const type = avatar.length <= MAX_AVATAR_CHARS ? FORMAT.exec(avatar)?.[1] : undefined;
  const content = detectImageType(avatar.slice(avatar.indexOf(',') + 1));
  if (type === undefined || content !== `image/${type}`)
    throw invalidRequest("The avatar isn't a supported image.", 'AVATAR_INVALID', HINT);
}
