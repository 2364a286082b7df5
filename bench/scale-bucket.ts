/** The S3 server of the tests in a process of its own, so that what it costs is not the node's. */
import { S3Server } from '../test/object-store/server.ts';

const server = await S3Server.started();
process.on('message', () => process.send?.(server.asked.length));
process.once('disconnect', () => void server.close());
process.send?.(server.place);
