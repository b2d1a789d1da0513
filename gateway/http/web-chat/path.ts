// The address of a web chat. It contains a secret, so it must not be logged.

/** Start of the addresses. */
export const WEB_CHAT_START = '/web-chat/';

/** The path of the page of the link with this token. */
export function webChatPath(token: string): string {
  return `${WEB_CHAT_START}${token}`;
}
