// First screen: the model. A choice is accepted only after a real call succeeded.
import { Cloud, Cpu, KeyRound, Play, Server } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { SetupStatus } from '#contract/types/setup.ts';
import { t } from '#messages/translate.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { Badge } from '../../design/badge.tsx';
import { cx } from '../../design/class-names.ts';
import { ErrorNote, Spinner } from '../../design/states.tsx';
import { navigate } from '../../state/route.ts';
import { useClient } from '../../state/use-client.ts';
import { connectProvider, type ProviderInput } from '../settings/connect-provider.ts';
import { KeyForm } from '../settings/key-form.tsx';
import { firstModel, modelChoices, describeFailure, type ModelChoice } from './setup-flow.ts';

interface Problem {
  readonly id: string;
  readonly message: string;
  readonly hint: string;
}

/** Continues automatically once a model responds. */
export function ModelScreen({ status }: { readonly status: SetupStatus }) {
  const client = useClient();
  const [open, setOpen] = useState<string | undefined>();
  const [busy, setBusy] = useState<string | undefined>();
  const [problem, setProblem] = useState<Problem | undefined>();
  const connect = async (input: ProviderInput) => {
    setBusy(input.id);
    setProblem(undefined);
    try {
      const test = await connectProvider(client, input);
      const model = firstModel(input.id, test);
      if (!test.ok) setProblem({ id: input.id, ...describeFailure(test) });
      else if (model === undefined)
        setProblem({ id: input.id, message: t('setup.noModel'), hint: t('setup.noModelHint') });
      else {
        await client.request('setup.choose', { model });
        navigate('/setup/workspace');
      }
    } catch (cause) {
      setProblem({ id: input.id, message: errorMessage(cause), hint: '' });
    }
    setBusy(undefined);
  };
  return (
    <ul className="flex flex-col gap-2">
      {modelChoices(status.providers).map((choice) => {
        const { id } = choice.provider;
        const direct = choice.kind === 'found' || choice.kind === 'demo';
        return (
          <li key={id}>
            <ChoiceCard
              choice={choice}
              open={open === id}
              busy={busy === id}
              disabled={busy !== undefined}
              onPick={() => (direct ? void connect({ id }) : setOpen(open === id ? undefined : id))}
            >
              {open === id && !direct && (
                <KeyForm
                  provider={choice.provider}
                  busy={busy === id}
                  action={t('setup.connect')}
                  onSubmit={(input) => void connect(input)}
                />
              )}
              {problem?.id === id && (
                <ErrorNote message={problem.message} hint={problem.hint === '' ? undefined : problem.hint} />
              )}
            </ChoiceCard>
          </li>
        );
      })}
    </ul>
  );
}

interface ChoiceCardProps {
  readonly choice: ModelChoice;
  readonly open: boolean;
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly onPick: () => void;
  readonly children: ReactNode;
}

function ChoiceCard({ choice, open, busy, disabled, onPick, children }: ChoiceCardProps) {
  const expands = choice.kind === 'key' || choice.kind === 'address';
  return (
    <div
      className={cx(
        'rounded-xl border bg-raised shadow-low transition-colors',
        open ? 'border-accent' : 'border-line hover:border-line-strong',
      )}
    >
      <button
        type="button"
        disabled={disabled && !busy}
        aria-expanded={expands ? open : undefined}
        onClick={onPick}
        className="flex w-full items-center gap-3.5 rounded-xl px-4 py-3 text-start disabled:opacity-60"
      >
        <span
          aria-hidden
          className="flex size-9 shrink-0 items-center justify-center rounded-lg bg-hover text-ink-soft"
        >
          <ChoiceIcon choice={choice} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-2 text-base font-medium text-ink">
            {choice.title}
            {choice.kind === 'found' && <Badge tone="ok">{t('setup.found')}</Badge>}
          </span>
          <span className="block text-sm text-ink-soft">{choice.detail}</span>
        </span>
        {busy && <Spinner size={16} label={t('setup.testing')} />}
      </button>
      <div className="flex flex-col gap-3 px-4 empty:hidden not-empty:pb-4">{children}</div>
    </div>
  );
}

function ChoiceIcon({ choice }: { readonly choice: ModelChoice }) {
  if (choice.kind === 'demo') return <Play size={17} />;
  if (choice.provider.kind === 'local') return <Cpu size={17} />;
  if (choice.provider.kind === 'compatible') return <Server size={17} />;
  return choice.kind === 'found' ? <KeyRound size={17} /> : <Cloud size={17} />;
}
