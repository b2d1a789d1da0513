// Whether the author of a message or an answer is the user.

/** Our own pages act for the user; others, such as a channel or another program, are named. */
export function isOwnClient(name: string | undefined): boolean {
  return name === undefined || /^(?:gateway-client|browser|window|desktop)\b/.test(name);
}
