// Validates a merge patch before it is sent.
import { t } from '#messages/translate.ts';
import { errorMessage } from '#contract/wire/errors.ts';

/** Why the text is invalid, or undefined. */
export function patchProblem(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return t('configuration.notObject');
    return Object.keys(value).length === 0 ? t('configuration.noValue') : undefined;
  } catch (error) {
    return t('configuration.notJson', { error: errorMessage(error) });
  }
}
