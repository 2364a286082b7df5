import type { ServerDuplexStream } from '@grpc/grpc-js';
import type {
  BatchAppendReq,
  BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { KeptLog } from './kept-log.ts';
import { batchAnswer, expectedOf, nameOf, received } from './messages.ts';

type BatchCall = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

/** Appends that share a stream: each may come in parts, and is answered by its own id. */
export function answerBatches(call: BatchCall, log: KeptLog, counted: () => void): void {
  const parts = new Map<string, BatchAppendReq[]>();
  const open = new Set<Promise<void>>();
  call.on('data', (request: BatchAppendReq) => {
    const id = String(request.getCorrelationId()?.getString());
    const all = [...(parts.get(id) ?? []), request];
    if (!request.getIsFinal()) {
      parts.set(id, all);
      return;
    }
    parts.delete(id);
    counted();
    const answered = stored(all, log).then(
      (answer) => void call.write(answer),
      (error: unknown) => void call.emit('error', error),
    );
    open.add(answered);
    void answered.finally(() => open.delete(answered));
  });
  call.on('end', () => void Promise.all(open).then(() => call.end()));
}

async function stored(parts: readonly BatchAppendReq[], log: KeptLog): Promise<BatchAppendResp> {
  const [first] = parts;
  const options = first?.getOptions();
  const messages = parts.flatMap((part) => part.getProposedMessagesList()).map(received);
  const stream = nameOf(options?.getStreamIdentifier());
  const done = await log.append(stream, expectedOf(options), messages);
  return batchAnswer(first?.getCorrelationId(), stream, done);
}
