// The settings of a session's future runs: model, thinking, approval mode.
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { SelectField } from '../../../design/select.tsx';
import { attempt } from '../../../design/toasts.ts';
import { useServices } from '../../../state/use-client.ts';
import { ModeMenu } from '../composer/choice-menus.tsx';
import { fromThinkingChoice, THINKING_CHOICES, toThinkingChoice } from '../composer/thinking-levels.ts';
import { toModelRef, useComposerChoices } from '../composer/composer-model.ts';

/** Saved immediately. */
export function RunSettings({ row }: { readonly row: SessionRow }) {
  const { sessions } = useServices();
  const choices = useComposerChoices(row.key);
  const { models, modelRef = '' } = choices;
  const refs = [...new Set([...models.map(toModelRef), ...(modelRef === '' ? [] : [modelRef])])];
  const level = toThinkingChoice(row.thinkingLevel);
  const setLevel = (chosen: typeof level): void =>
    attempt(t('sessions.details.saveFailed'), () =>
      sessions.patch(row.key, { thinkingLevel: fromThinkingChoice(chosen) ?? null }),
    );
  return (
    <>
      <SelectField
        label={t('sessions.details.model')}
        value={modelRef}
        options={refs.map((ref) => ({
          value: ref,
          label: models.find((model) => toModelRef(model) === ref)?.name ?? ref,
        }))}
        onChange={choices.chooseModel}
      />
      <SelectField
        label={t('sessions.details.thinking')}
        value={level}
        options={THINKING_CHOICES.map((value) => ({ value, label: t(`sessions.details.thinking.${value}`) }))}
        onChange={setLevel}
      />
      <div className="flex items-center justify-between gap-3">
        <span className="text-sm font-medium text-ink">{t('modes.title')}</span>
        <ModeMenu choices={choices} />
      </div>
    </>
  );
}
