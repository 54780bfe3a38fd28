package io.headwater.persistence.store;

/** One entry of a log. Numbers start at 1 and have no gaps. */
@SuppressWarnings("ArrayRecordComponent") // A carrier on the write path; never compared.
public record LogEntry(long nr, byte[] bytes) {}
