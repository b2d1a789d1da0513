// The persona of a new session.
import { Drama } from 'lucide-react';
import { useState } from 'react';
import type { Persona } from '#contract/types/personas.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../../design/dialog.tsx';
import { TextField } from '../../../design/field.tsx';
import { Menu, type MenuEntry } from '../../../design/menu.tsx';
import { useRequest, useSupports } from '../../../state/use-client.ts';
import { askedVariables, keepValues, missingValues } from '../../agents/persona-values.ts';
import type { ComposerChoices } from './composer-model.ts';

const TRIGGER =
  'inline-flex h-6.5 min-w-0 shrink items-center gap-1.5 rounded-md px-1.5 text-xs text-ink-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover';

/** Nothing while there are no personas. */
export function PersonaMenu({ choices }: { readonly choices: ComposerChoices }) {
  return useSupports('personas.list') ? <Choice choices={choices} /> : null;
}

function Choice({ choices: { create, choosePersona } }: { readonly choices: ComposerChoices }) {
  const known = useRequest('personas.list', {}, ['settings.changed']).data?.personas ?? [];
  // Its variables have no values yet.
  const [asking, setAsking] = useState<Persona>();
  if (known.length === 0) return null;
  const chosen = known.find(({ id }) => id === create?.persona?.id);
  const name = chosen === undefined ? t('personas.none') : removeHidden(chosen.name);
  const choose = (persona: Persona): void => {
    if (askedVariables(persona.template).length === 0) choosePersona({ id: persona.id });
    // Once the menu has returned the focus.
    else setTimeout(() => setAsking(persona));
  };
  const entries: readonly MenuEntry[] = [
    {
      kind: 'item',
      label: t('personas.none'),
      checked: chosen === undefined,
      run: () => choosePersona(undefined),
    },
    ...known.map((persona): MenuEntry => ({
      kind: 'item',
      label: removeHidden(persona.name),
      checked: persona.id === chosen?.id,
      run: () => choose(persona),
    })),
  ];
  return (
    <>
      <Menu side="top" entries={entries}>
        <button type="button" aria-label={t('composer.personaNamed', { name })} className={TRIGGER}>
          <Drama size={14} aria-hidden />
          {chosen !== undefined && <span className="truncate">{name}</span>}
        </button>
      </Menu>
      {asking !== undefined && (
        <ValuesDialog
          persona={asking}
          onChoose={(values) => choosePersona({ id: asking.id, values })}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

interface ValuesProps {
  readonly persona: Persona;
  readonly onChoose: (values: Readonly<Record<string, string>>) => void;
  readonly onClose: () => void;
}

function ValuesDialog({ persona, onChoose, onClose }: ValuesProps) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  return (
    <FormDialog
      open
      title={removeHidden(persona.name)}
      description={t('personas.valuesText')}
      submit={t('personas.use')}
      disabled={missingValues(persona, values).length > 0}
      onClose={onClose}
      onSubmit={() => onChoose(keepValues(persona.template, values))}
    >
      {askedVariables(persona.template).map((name) => (
        <TextField
          key={name}
          label={name}
          placeholder={persona.defaults[name]}
          value={values[name] ?? ''}
          onChange={(value) => setValues({ ...values, [name]: value })}
        />
      ))}
    </FormDialog>
  );
}
