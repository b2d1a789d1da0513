// A request for access in words that a person can judge.
import type { AccessRequest } from '../state/access-requests.ts';
import { scopeWords } from './scope-words.ts';

/** What is shown of a request. `code` stands on the other side too, so that the two can be compared. */
export interface AccessWords {
  readonly title: string;
  readonly name: string;
  readonly facts: string;
  readonly wish: string;
  readonly code?: string;
  readonly detail?: string;
  readonly allowed: string;
  readonly denied: string;
}

const CODE_CHARS = 8;

/** Words for the prompt and for Settings. */
export function accessWords(request: AccessRequest): AccessWords {
  switch (request.type) {
    case 'device': {
      const { displayName, clientId, platform, remoteIp, scopes = [], role, isRepair } = request.device;
      const name = displayName ?? clientId ?? 'A device';
      return {
        title: isRepair === true ? 'A known device asks for more' : 'A device wants to come in',
        name,
        facts: joined([platform, remoteIp === undefined ? '' : `from ${remoteIp}`]),
        wish: role === 'node' ? 'It wants to serve as a node.' : `It ${scopeWords(scopes)}.`,
        code: request.id.slice(0, CODE_CHARS),
        allowed: `${name} may come in`,
        denied: `${name} was turned away`,
      };
    }
    case 'node': {
      const { displayName, clientId, platform, commands } = request.node;
      const name = displayName ?? clientId;
      return {
        title: 'A node says what it can do',
        name,
        facts: platform,
        wish: commands.length === 0 ? 'It offers no commands.' : `Agents could use: ${commands.join(', ')}.`,
        code: request.id.slice(0, CODE_CHARS),
        allowed: `${name} may serve`,
        denied: `${name} was turned away`,
      };
    }
    case 'proof': {
      const { method, actor, params } = request.proof;
      return {
        title: 'Is this you?',
        name: method,
        facts: `by ${actor}`,
        wish: 'Allow it only if you do this yourself, just now.',
        detail: params,
        allowed: 'Confirmed: it may be done once',
        denied: 'Turned down',
      };
    }
  }
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
