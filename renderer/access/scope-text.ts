// Describes scopes so that a person can judge them.
import type { PlainMessageId } from '#messages/english.ts';
import { formatList } from '#messages/format.ts';
import { t } from '#messages/translate.ts';

const SCOPES: Readonly<Record<string, PlainMessageId>> = {
  'operator.read': 'access.scope.read',
  'operator.write': 'access.scope.write',
  'operator.approvals': 'access.scope.approvals',
  'operator.questions': 'access.scope.questions',
  'operator.pairing': 'access.scope.pairing',
  'operator.talk': 'access.scope.talk',
  'operator.talk.secrets': 'access.scope.talkSecrets',
};

/** What a client with these scopes may do, as a list. */
export function describeScopes(scopes: readonly string[]): string {
  if (scopes.includes('operator.admin')) return t('access.scope.admin');
  const known = Object.entries(SCOPES).filter(([scope]) => scopes.includes(scope));
  return known.length === 0 ? t('access.scope.none') : formatList(known.map(([, text]) => t(text)));
}
