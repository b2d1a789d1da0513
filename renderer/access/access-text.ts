// Describes access requests and scopes, so that the user can decide.
import { escapeHidden, escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import type { PlainMessageId } from '#messages/english.ts';
import { formatList, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import type { AccessRequest } from '../state/access-requests.ts';

/** The text of a request. The other side also shows `code`, so that the two can be compared. */
export interface AccessText {
  readonly title: string;
  readonly name: string;
  readonly facts: string;
  readonly requested: string;
  readonly code?: string;
  readonly detail?: string;
  readonly allowed: string;
  readonly denied: string;
}

const CODE_CHARS = 8;
/** Longer names would push the rest of the request out of sight. */
const MAX_NAME_CHARS = 100;

/** Describes a request, for the prompt and the settings page. */
export function describeAccess(request: AccessRequest): AccessText {
  switch (request.type) {
    case 'device': {
      const { displayName, clientId, remoteIp, scopes = [], role, isRepair } = request.device;
      const name = showName(displayName ?? clientId) ?? t('access.device.unnamed');
      const platform = showName(request.device.platform);
      return {
        title: isRepair === true ? t('access.device.titleMore') : t('access.device.title'),
        name,
        facts: joinFacts(platform, remoteIp && t('access.from', { address: remoteIp })),
        requested:
          role === 'node' ? t('access.device.node') : t('access.device.scopes', { scopes: describeScopes(scopes) }),
        code: request.id.slice(0, CODE_CHARS),
        allowed: t('access.device.allowed', { name }),
        denied: t('access.device.denied', { name }),
      };
    }
    case 'node': {
      const { displayName, clientId, platform, commands } = request.node;
      const name = showName(displayName ?? clientId) ?? t('access.device.unnamed');
      return {
        title: t('access.node.title'),
        name,
        facts: showName(platform) ?? '',
        requested:
          commands.length === 0
            ? t('access.node.noCommands')
            : t('access.node.commands', { commands: formatList(commands.map(escapeHiddenInLine)) }),
        code: request.id.slice(0, CODE_CHARS),
        allowed: t('access.node.allowed', { name }),
        denied: t('access.device.denied', { name }),
      };
    }
    case 'proof': {
      const { method, actor, params } = request.proof;
      return {
        title: t('access.proof.title'),
        name: method,
        facts: t('access.proof.actor', { actor: escapeHiddenInLine(actor) }),
        requested: t('access.proof.hint'),
        detail: escapeHidden(params),
        allowed: t('access.proof.allowed'),
        denied: t('access.proof.denied'),
      };
    }
  }
}

/** A name that a client gave itself, without anything that could make it look like another one. */
export function showName(name: string | undefined): string | undefined {
  return name === undefined || name.trim() === ''
    ? undefined
    : truncateText(escapeHiddenInLine(name.trim()), MAX_NAME_CHARS);
}

const SCOPES: Readonly<Record<string, PlainMessageId>> = {
  'operator.read': 'access.scope.read',
  'operator.write': 'access.scope.write',
  'operator.approvals': 'access.scope.approvals',
  'operator.questions': 'access.scope.questions',
  'operator.pairing': 'access.scope.pairing',
  'operator.talk': 'access.scope.talk',
  'operator.talk.secrets': 'access.scope.talkSecrets',
};

/** Lists what a client with these scopes may do. */
export function describeScopes(scopes: readonly string[]): string {
  if (scopes.includes('operator.admin')) return t('access.scope.admin');
  const known = Object.entries(SCOPES).filter(([scope]) => scopes.includes(scope));
  return known.length === 0 ? t('access.scope.none') : formatList(known.map(([, text]) => t(text)));
}
