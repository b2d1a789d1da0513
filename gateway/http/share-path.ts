// The address of a share link. It contains a secret, so it must not be logged.

const START = '/share/';
/** Addresses with a secret part. */
const SECRET = /^\/(share|download|web-chat)\/.*/;

/** The path of the link with this token. */
export function sharePath(token: string): string {
  return `${START}${token}`;
}

/** A path as it may be logged. */
export function loggedPath(path: string): string {
  return path.replace(SECRET, '/$1/[hidden]');
}
