import { pipeline } from 'node:stream/promises';
import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Askings, Readings } from '#access';
import { ObjectAltered } from '#sealing';
import { Attachments } from './attachments.ts';
import { readUploadForm } from './upload-form.ts';
import { Uploads } from './uploads.ts';
import type { Upload } from './uploads.ts';

/** Files, beside GraphQL and under the same authentication and read rules. */
@Controller('attachments')
export class AttachmentsController {
  readonly #askings: Askings;
  readonly #readings: Readings;
  readonly #uploads: Uploads;
  readonly #attachments: Attachments;

  constructor(askings: Askings, readings: Readings, uploads: Uploads, attachments: Attachments) {
    this.#askings = askings;
    this.#readings = readings;
    this.#uploads = uploads;
    this.#attachments = attachments;
  }

  @Post()
  async upload(@Req() request: Request): Promise<Upload> {
    const asking = await this.#askings.of(request.headers);
    return this.#uploads.upload(asking, (take) => readUploadForm(request, take));
  }

  @Get(':id')
  async download(
    @Param('id') id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const asking = await this.#askings.of(request.headers);
    const file = await this.#attachments.find(id, this.#readings.of(asking));
    await this.#askings.recordOpenings(asking);
    const { row, name } = file;
    const bytes = await this.#attachments.bytesOf(file);
    response.set({
      'content-type': row.media_type,
      'content-disposition': dispositionOf(name),
      'content-length': String(row.bytes),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-security-policy': 'sandbox',
    });
    try {
      await pipeline(bytes, response);
    } catch (error) {
      // The answer has begun: it ends short of its length, whether they or the object broke off.
      if (error instanceof ObjectAltered) this.#attachments.alarm(row.id);
      response.destroy();
    }
  }
}

/** RFC 6266: the name in UTF-8, and its plain characters for what does not read that. */
function dispositionOf(name: string): string {
  const plain = name.replace(/[^\w .()-]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
