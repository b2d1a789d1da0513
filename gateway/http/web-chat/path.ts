// The address of a web chat. It contains a secret, so it must not be logged.

const START = '/web-chat/';

/** The path of the page of the link with this token. */
export function webChatPath(token: string): string {
  return `${START}${token}`;
}
