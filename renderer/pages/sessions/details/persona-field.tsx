// The persona of a session: choose one, give values for its variables, or remove it.
import { useState } from 'react';
import type { Persona } from '#contract/types/personas.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { TextField } from '../../../design/field.tsx';
import { SelectField } from '../../../design/select.tsx';
import { useAction } from '../../../design/toasts.ts';
import { useClient, useRequest, useSupports } from '../../../state/use-client.ts';
import { askedVariables, keepValues, missingValues } from '../../agents/persona-values.ts';

const NONE = 'none';

/** Empty while there are no personas and the session has none. */
export function PersonaField({ row }: { readonly row: SessionRow }) {
  return useSupports('personas.list') ? <Choice row={row} /> : null;
}

function Choice({ row: { key, persona: current } }: { readonly row: SessionRow }) {
  const client = useClient();
  const known = useRequest('personas.list', {}, ['settings.changed']).data?.personas ?? [];
  // Chosen, but its variables have no values yet.
  const [pending, setPending] = useState<Persona>();
  const { run } = useAction(t('sessions.details.saveFailed'));
  if (known.length === 0 && current === undefined) return null;
  const choose = (id: string): void => {
    const persona = known.find((one) => one.id === id);
    setPending(persona !== undefined && askedVariables(persona.template).length > 0 ? persona : undefined);
    if (id === NONE) run(() => client.request('sessions.patch', { key, persona: null }));
    else if (persona !== undefined && askedVariables(persona.template).length === 0)
      run(() => client.request('sessions.patch', { key, persona: { id } }));
  };
  const isKnown = current === undefined || known.some(({ id }) => id === current.id);
  return (
    <>
      <SelectField
        label={t('personas.persona')}
        hint={t('personas.personaHint')}
        value={pending?.id ?? current?.id ?? NONE}
        options={[
          { value: NONE, label: t('personas.none') },
          ...known.map(({ id, name }) => ({ value: id, label: name })),
          ...(isKnown ? [] : [{ value: current.id, label: t('personas.gone', { name: current.name }) }]),
        ]}
        onChange={choose}
      />
      {pending !== undefined && (
        <Values key={pending.id} sessionKey={key} persona={pending} onDone={() => setPending(undefined)} />
      )}
    </>
  );
}

interface ValuesProps {
  readonly sessionKey: string;
  readonly persona: Persona;
  readonly onDone: () => void;
}

function Values({ sessionKey: key, persona, onDone }: ValuesProps) {
  const client = useClient();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const { busy, run } = useAction(t('sessions.details.saveFailed'));
  const use = async (): Promise<void> => {
    const choice = { id: persona.id, values: keepValues(persona.template, values) };
    await client.request('sessions.patch', { key, persona: choice });
    onDone();
  };
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-line p-3">
      {askedVariables(persona.template).map((name) => (
        <TextField
          key={name}
          label={name}
          placeholder={persona.defaults[name]}
          value={values[name] ?? ''}
          onChange={(value) => setValues({ ...values, [name]: value })}
        />
      ))}
      <Button
        label={t('personas.use')}
        look="primary"
        className="self-start"
        busy={busy}
        disabled={missingValues(persona, values).length > 0}
        onClick={() => run(use)}
      />
    </div>
  );
}
