// Converts messages of the `ssh` program to errors that say what to do.
import { FileError } from '#core/ports/machine.ts';

type Advice = readonly [pattern: RegExp, explain: (host: string) => string];

const ADVICE: readonly Advice[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|host key .* has changed/i,
    (host) =>
      `The host key of ${host} has changed. Somebody could be intercepting the connection. If the change is expected, remove the old key with "ssh-keygen -R ${host}", run "ssh ${host}" in a terminal, and check the fingerprint.`,
  ],
  [
    /Host key verification failed|No \S+ host key is known/i,
    (host) => `The host key of ${host} isn't known. Run "ssh ${host}" in a terminal once and check the fingerprint.`,
  ],
  [
    /Permission denied|Too many authentication failures/i,
    (host) =>
      `${host} denied the login. Gatehouse never asks for a password: add your key to the SSH agent with "ssh-add", then check that "ssh -o BatchMode=yes ${host} true" works.`,
  ],
  [/Could not resolve hostname/i, (host) => `The host name of ${host} can't be resolved. Check machines.ssh.`],
  [
    /refused|timed out|No route to host|Network is unreachable|Connection (closed|reset)/i,
    (host) => `Couldn't connect to ${host}. Check that it is running and reachable, then retry.`,
  ],
];
const MAX_DETAIL_CHARS = 300;

/** The error for what `ssh` printed before it ended. */
export function describeSshFailure(host: string, printed: string): FileError {
  const detail = printed.trim().split('\n').at(-1)?.slice(0, MAX_DETAIL_CHARS) ?? '';
  const advice = ADVICE.find(([pattern]) => pattern.test(printed))?.[1](host);
  const text = advice ?? `The SSH connection to ${host} ended. Retry to connect again.`;
  return new FileError('unavailable', detail === '' ? text : `${text} (${detail})`);
}

/** The error if there is no `ssh` program. */
export function missingSsh(): FileError {
  return new FileError('unavailable', "ssh isn't installed. Install the OpenSSH client.");
}
