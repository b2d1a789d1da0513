// Who answered an approval, in words.
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { isOwnClient } from '../../state/own-client.ts';

/** The person, client, or rule, from the recorded name. */
export function describeAnswerer(resolvedBy: string): string {
  if (resolvedBy.startsWith('rule:')) return t('tools.answered.rule');
  return isOwnClient(resolvedBy) ? t('tools.answered.you') : escapeHiddenInLine(resolvedBy);
}
