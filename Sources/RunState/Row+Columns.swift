// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import Records

/// What a column holds. A subscript would end the process where that is something else, and print the row.
extension Row {
    /// - Throws: ``PipelineError/stopped(_:)``
    func column<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ name: String) throws -> Value {
        do { return try decode(forColumn: name) } catch { throw Self.damaged("column '\(name)'") }
    }

    /// - Throws: ``PipelineError/stopped(_:)``
    func column<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ index: Int) throws -> Value {
        do { return try decode(atIndex: index) } catch { throw Self.damaged("column \(index + 1) of a query") }
    }

    private static func damaged(_ place: String) -> PipelineError {
        .stopped(
            "a database of the state folder was changed or damaged: \(place) holds what no run writes there\n"
                + "Take the state folder back from a copy, or begin again with a new --state and a new --output.")
    }
}
