// "Always…": up to three sets of rules from the narrowest to the widest, each editable, with the past commands that they match.
import { useState } from 'react';
import type { AnsweredRule, RuleProposal, RuleScope } from '#contract/types/approval-rules.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { RadioList } from '../../design/radio-list.tsx';
import { ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { Segmented } from '../../design/tabs.tsx';
import type { ApprovalAnswer } from '../../state/pending-approvals.ts';
import { useRequest } from '../../state/use-client.ts';
import { describeProposal, describeRehearsal } from './describe-rehearsal.ts';
import { describeSessionGrant, formatRule, parseRule } from './inbox.ts';
import { RehearsalView } from './rehearsal-view.tsx';
import { useRehearsal } from './use-rehearsal.ts';

interface AlwaysDialogProps {
  readonly approval: Pick<ApprovalRecord, 'id' | 'subject'> & { readonly agentId: string };
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onAnswer: (answer: ApprovalAnswer) => void;
}

/** Suggestions are requested each time it opens. */
export function AlwaysDialog({ open, ...rest }: AlwaysDialogProps) {
  return open ? <OpenAlwaysDialog {...rest} /> : null;
}

type OpenProps = Omit<AlwaysDialogProps, 'open'>;

function OpenAlwaysDialog(props: OpenProps) {
  const { approval, onClose, onAnswer } = props;
  const read = useRequest('approvals.rules.suggest', { id: approval.id });
  const proposals = read.data?.proposals ?? [];
  if (proposals.length > 0) return <ProposalDialog {...props} proposals={proposals} />;
  // Without a rule, the same call can be allowed again in its session.
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('approvals.session.title')}
      submit={t('approvals.always.forSession')}
      disabled={read.status === 'loading'}
      onSubmit={() => onAnswer({ decision: 'allow-session' })}
    >
      {read.status === 'loading' ? (
        <SkeletonLines label={t('rules.proposal.loading')} />
      ) : (
        <p className="text-sm text-ink-soft">{describeSessionGrant(approval.subject)}</p>
      )}
      {read.error !== undefined && <ErrorNote title={t('rules.proposal.failed')} message={read.error.message} />}
    </FormDialog>
  );
}

/** Changes to the chosen proposal. */
interface Edit {
  readonly scope?: RuleScope;
  readonly lines?: readonly string[];
}

const SCOPES = ['session', 'workspace', 'agent'] as const;

function ProposalDialog({
  approval,
  onClose,
  onAnswer,
  proposals,
}: OpenProps & { readonly proposals: readonly RuleProposal[] }) {
  // The narrowest permanent one.
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      proposals.findIndex(({ scope }) => scope !== 'session'),
    ),
  );
  const [edit, setEdit] = useState<Edit>({});
  const proposal = proposals[at] ?? proposals[0];
  const lines = edit.lines ?? proposal?.rules.map(formatRule) ?? [];
  const scope = edit.scope ?? proposal?.scope ?? 'session';
  const rules = toRules(lines, scope);
  const isEdited = edit.lines !== undefined || edit.scope !== undefined;
  const tried = useRehearsal(isEdited && rules ? toRehearsal(rules, scope, approval.agentId, proposals) : undefined);
  const rehearsal = isEdited ? tried.rehearsal : proposal?.rehearsal;
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('approvals.always.title')}
      submit={scope === 'session' ? t('approvals.always.forSession') : t('approvals.always.always')}
      disabled={rules === undefined || tried.problem !== undefined}
      onSubmit={() => rules && onAnswer({ decision: scope === 'session' ? 'allow-session' : 'allow-always', rules })}
    >
      <RadioList
        label={t('rules.proposal.label')}
        options={proposals.map((one, index) => ({
          value: String(index),
          label: describeProposal(one, approval.agentId),
          hint: describeRehearsal(one.rehearsal),
        }))}
        value={String(at)}
        onChange={(value) => {
          setAt(Number(value));
          setEdit({});
        }}
      />
      <div className="flex flex-col gap-3 rounded-lg border border-line p-3">
        <Segmented
          label={t('rules.proposal.scope')}
          options={SCOPES.map((value) => ({ value, label: t(`rules.proposal.scope.${value}`) }))}
          value={scope}
          onChange={(next) => setEdit({ ...edit, scope: next })}
        />
        {lines.map((line, index) => (
          <TextField
            key={index}
            label={lines.length === 1 ? t('rules.proposal.onlyRule') : t('rules.proposal.rule', { number: index + 1 })}
            hint={index === lines.length - 1 ? t('approvals.always.patternHint') : undefined}
            error={parseRule(line) === undefined ? t('approvals.always.patternInvalid') : undefined}
            inputClassName="font-mono"
            value={line}
            onChange={(next) => setEdit({ ...edit, lines: lines.with(index, next) })}
          />
        ))}
      </div>
      {tried.problem !== undefined && <ErrorNote message={tried.problem.message} />}
      {rules !== undefined && tried.problem === undefined && <RehearsalView rehearsal={rehearsal} />}
      <p className="text-xs text-ink-faint">{t('approvals.always.revoke')}</p>
    </FormDialog>
  );
}

/** Undefined if a line can't be parsed. */
function toRules(lines: readonly string[], scope: RuleScope): readonly AnsweredRule[] | undefined {
  const words = lines.map(parseRule).filter((one) => one !== undefined);
  return words.length === lines.length ? words.map((one) => ({ words: one, scope })) : undefined;
}

function toRehearsal(
  rules: readonly AnsweredRule[],
  scope: RuleScope,
  agentId: string,
  proposals: readonly RuleProposal[],
): Parameters<typeof useRehearsal>[0] {
  const [{ workspace = '*', sessionKey } = {}] = proposals.filter((one) => one.scope === 'session');
  const place = scope === 'agent' ? { workspace: '*' } : { workspace };
  const session = scope === 'session' && sessionKey !== undefined ? { sessionKey } : {};
  return { agentId, rules: rules.map(({ words }) => ({ words: [...words] })), ...place, ...session };
}
