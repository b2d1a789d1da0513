// The tools of an agent as a checklist.
import { useId } from 'react';
import { t } from '#messages/translate.ts';
import { Skeleton } from '../../design/states.tsx';
import { Switch } from '../../design/switch.tsx';
import { useRequest } from '../../state/use-client.ts';
import { isToolAllowed, toggleTool, type AgentDraft } from './agent-draft.ts';
import { GatewayText } from '../../design/gateway-text.tsx';

interface ToolsFieldProps {
  readonly agentId: string;
  readonly draft: AgentDraft;
  readonly set: (part: Pick<AgentDraft, 'toolsAllow' | 'toolsDeny'>) => void;
}

/** Names in the settings that no tool has are listed, too, so that they can be seen and removed. */
export function ToolsField({ agentId, draft, set }: ToolsFieldProps) {
  const titleId = useId();
  const { data } = useRequest('tools.catalog', { agentId });
  const tools = data?.groups.flatMap((group) => group.tools) ?? [];
  const known = new Set(tools.map(({ id }) => id));
  const others = [...draft.toolsAllow, ...draft.toolsDeny].filter((name) => !known.has(name));
  const rows = [...tools, ...[...new Set(others)].map((id) => ({ id, description: t('agents.tools.unknown') }))];
  return (
    <div role="group" aria-labelledby={titleId} className="flex flex-col gap-1.5">
      <div>
        <h3 id={titleId} className="text-sm font-medium text-ink">
          {t('agents.tools')}
        </h3>
        <p className="text-xs text-ink-faint">
          {draft.toolsAllow.length === 0 ? t('agents.tools.newAllowed') : t('agents.tools.newDenied')}
        </p>
      </div>
      {data === undefined ? (
        <Skeleton className="h-40" />
      ) : (
        <ul className="grid grid-cols-1 gap-x-6 sm:grid-cols-2">
          {rows.map(({ id, description }) => (
            <ToolRow
              key={id}
              id={id}
              description={description}
              checked={isToolAllowed(draft, id)}
              onChange={() => set(toggleTool(draft, id))}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

interface ToolRowProps {
  readonly id: string;
  readonly description: string;
  readonly checked: boolean;
  readonly onChange: () => void;
}

function ToolRow({ id, description, checked, onChange }: ToolRowProps) {
  const controlId = useId();
  return (
    <li className="flex items-center gap-3 border-b border-line py-2">
      <div className="min-w-0 flex-1">
        <label htmlFor={controlId} className="font-mono text-sm text-ink">
          {id}
        </label>
        <p id={`${controlId}-hint`} className="line-clamp-2 text-xs text-ink-faint">
          <GatewayText>{description}</GatewayText>
        </p>
      </div>
      <Switch id={controlId} aria-describedby={`${controlId}-hint`} checked={checked} onChange={onChange} />
    </li>
  );
}
