import { spawnSync } from 'node:child_process';

/** One system call of a trace, between the lines where it began and where it came back. */
export type SystemCall = {
  name: string;
  /** Of the file; of a connection `socket:[…]`. */
  path: string;
  arguments: string;
  began: number;
  returned: number;
};

/** Of every thread; with `-D` the process that is started becomes what is traced. */
export const traceInto = (file: string): string[] => [
  ...['strace', '-D', '-f', '--seccomp-bpf', '-y', '-s', '5000', '-o', file],
  ...['-e', 'trace=pwrite64,write,writev,sendmsg,sendto,fsync,fdatasync'],
];

/** Whether strace is installed and allowed to trace. */
export function canTrace(): boolean {
  const [strace = ''] = traceInto('/dev/null');
  return spawnSync(strace, ['-o', '/dev/null', 'true']).status === 0;
}

export function systemCallsIn(trace: string): SystemCall[] {
  const calls: SystemCall[] = [];
  const underWay = new Map<string, SystemCall>();
  for (const [line, text] of trace.split('\n').entries()) {
    const [, thread = '', name, path = '', rest = ''] =
      /^(\d+) +(\w+)\(\d+<([^>]*)>(.*)$/.exec(text) ?? [];
    if (name !== undefined) {
      const unfinished = rest.endsWith('<unfinished ...>');
      const returned = unfinished ? Infinity : line;
      const call = { name, path, arguments: rest, began: line, returned };
      calls.push(call);
      if (unfinished) underWay.set(thread, call);
      continue;
    }
    const [, resumed = ''] = /^(\d+) +<\.\.\. \w+ resumed>/.exec(text) ?? [];
    const call = underWay.get(resumed);
    if (call !== undefined) call.returned = line;
    underWay.delete(resumed);
  }
  return calls;
}

/** What happened to one id: its first write to a log, the first sync after it, its first answer. */
export function lifeOf(
  id: string,
  calls: readonly SystemCall[],
  log: string,
): { written: SystemCall; synced: SystemCall | undefined; answered: SystemCall } {
  const written = calls.find((call) => call.path.endsWith(log) && call.arguments.includes(id));
  const answered = calls.find(
    (call) => call.path.startsWith('socket:') && call.arguments.includes(id),
  );
  if (written === undefined || answered === undefined) throw new Error(`${id} is not in the trace`);
  const synced = calls.find(
    ({ name, path, began }) =>
      /^(fsync|fdatasync)$/.test(name) && path.endsWith(log) && began > written.returned,
  );
  return { written, synced, answered };
}
