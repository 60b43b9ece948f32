/**
 * The helper thread of CopyService: copies ranges between two open files with as few calls as their places allow.
 * Ranges near one another in the source are read with one call; what stands side by side in the target is written with one.
 */

import * as fs from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { must } from '../assert.ts';
import type { CopyReply, CopyRequest } from './copy-service.ts';
import { systemCodeOf } from './system-errors.ts';

/** The most that one call reads. */
const windowBytes = 4 * 1024 * 1024;

/** Reading over a gap of this size costs less than another call. */
const nearBytes = 64 * 1024;

/** Below IOV_MAX, so that one run is one system call. */
const maximumRunBuffers = 1024;

const port = must(parentPort, 'the port of the thread that started this one');

const window = Buffer.allocUnsafeSlow(windowBytes);

function readWindow(fd: number, position: number, length: number): void {
  let count = 0;
  while (count < length) {
    const read = fs.readSync(fd, window, count, length - count, position + count);
    if (read === 0) break;
    count += read;
  }
  // Beyond the end of the source there are zeros, as in a hole.
  window.fill(0, count, length);
}

function writeRun(fd: number, buffers: readonly Uint8Array[], position: number): void {
  let at = position;
  let left = buffers;
  while (left.length > 0) {
    const [first] = left;
    const single = left.length === 1 && first !== undefined;
    let written = single ? fs.writeSync(fd, first, 0, first.length, at) : fs.writevSync(fd, left, at);
    at += written;
    let index = 0;
    for (const buffer of left) {
      if (written < buffer.length) break;
      written -= buffer.length;
      index++;
    }
    const cut = left[index];
    left = cut === undefined ? [] : [cut.subarray(written), ...left.slice(index + 1)];
  }
}

/** Copies the ranges with these numbers, in that order. Their source lies within `[start, end)`, at most a window long. */
function copyGroup(request: CopyRequest, group: readonly number[], start: number, end: number): void {
  const { sourceFd, targetFd, ranges } = request;
  readWindow(sourceFd, start, end - start);
  let run: Uint8Array[] = [];
  let runStart = 0;
  let runEnd = 0;
  for (const index of group) {
    const from = must(ranges[index * 3], 'from') - start;
    const to = must(ranges[index * 3 + 1], 'to');
    const length = must(ranges[index * 3 + 2], 'length');
    if (run.length > 0 && (to !== runEnd || run.length === maximumRunBuffers)) {
      writeRun(targetFd, run, runStart);
      run = [];
    }
    if (run.length === 0) runStart = to;
    run.push(window.subarray(from, from + length));
    runEnd = to + length;
  }
  if (run.length > 0) writeRun(targetFd, run, runStart);
}

/** A range longer than the window. */
function copyLong(request: CopyRequest, from: number, to: number, length: number): void {
  for (let done = 0; done < length; done += windowBytes) {
    const piece = Math.min(windowBytes, length - done);
    readWindow(request.sourceFd, from + done, piece);
    writeRun(request.targetFd, [window.subarray(0, piece)], to + done);
  }
}

/**
 * What is scattered in the target mostly lies together in the source (a journal): the source is read from its beginning to
 * its end, a window at a time, and each window is written in the order of the target.
 */
function copyAll(request: CopyRequest): void {
  const { ranges } = request;
  const count = ranges.length / 3;
  const bySource = Array.from({ length: count }, (_, index) => index);
  bySource.sort((a, b) => must(ranges[a * 3], 'from') - must(ranges[b * 3], 'from'));
  let next = 0;
  while (next < count) {
    const head = must(bySource[next], 'the first range of a window');
    const start = must(ranges[head * 3], 'from');
    let end = start + must(ranges[head * 3 + 2], 'length');
    if (end - start > windowBytes) {
      copyLong(request, start, must(ranges[head * 3 + 1], 'to'), end - start);
      next++;
      continue;
    }
    let last = next + 1;
    while (last < count) {
      const index = must(bySource[last], 'a range');
      const from = must(ranges[index * 3], 'from');
      const until = from + must(ranges[index * 3 + 2], 'length');
      if (from > end + nearBytes || until - start > windowBytes) break;
      end = Math.max(end, until);
      last++;
    }
    const group = bySource.slice(next, last);
    group.sort((a, b) => must(ranges[a * 3 + 1], 'to') - must(ranges[b * 3 + 1], 'to'));
    copyGroup(request, group, start, end);
    next = last;
  }
}

port.on('message', (request: CopyRequest) => {
  let reply: CopyReply = { id: request.id, error: undefined };
  try {
    copyAll(request);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    reply = { id: request.id, error: { message, code: systemCodeOf(error) ?? 'UNKNOWN' } };
  }
  port.postMessage(reply);
});
