// SPDX-License-Identifier: Apache-2.0

internal import DICOMModel
internal import Profiles
internal import Pseudonyms
internal import Standard

/// Retain Safe Private (PS3.15 section E.3.10): listed elements stay, yet their values go through the engine.
extension TreatmentChoice {
    func privateTreatment() -> Treatment {
        // Kept for the time being: the walker removes those that own nothing in the end.
        if tag.isPrivateCreator { return .keep(.privateElement) }
        guard options.contains(.retainSafePrivate) || !profile.appliesBasicProfile && !profile.removesUnnamed, let (list, element) = strictest()
        else { return .remove(.privateElement) }
        let reason = Reason.safePrivate(list: list.name)
        let listedVR = shape.writtenVR == .UN ? element.vr ?? .UN : shape.writtenVR
        switch element.disposition {
        case .remove: return .remove(reason)
        case .hashUID: return listedVR == .UI ? mapUIDs(reason) : .remove(reason)
        case .shiftDate:
            return [.DA, .DT].contains(listedVR) ? dates(reason, arePatients: !list.isShipped || isPatientsPrivateDate) : .remove(reason)
        case .keep: return keptPrivate(reason, listedVR, as: element.vr)
        }
    }

    /// What is kept is still no identifier: UIDs are mapped, dates follow the options, names go.
    /// - Parameter published: The VR that the list gives the element.
    func keptPrivate(_ reason: Reason, _ listed: ValueRepresentation? = nil, as published: ValueRepresentation? = nil) -> Treatment {
        switch listed ?? shape.writtenVR {
        case .UI: mapUIDs(reason)
        case .DA, .DT: dates(reason, arePatients: isPatientsPrivateDate)
        case .PN: .remove(reason)
        default: judged(.keep(reason), as: shape.writtenVR.isText && published?.bytesOfNumber != nil ? .DS : published ?? shape.writtenVR)
        }
    }

    private func dates(_ reason: Reason, arePatients: Bool) -> Treatment {
        if options.contains(.retainLongFullDates) { return Treatment(.keepDates, reason) }
        if options.contains(.retainLongModifiedDates), arePatients { return Treatment(.shiftDates, reason) }
        return .remove(reason)
    }

    /// The shipped lists say that a date is to be moved, not whose it is; a site that lists one knows.
    private var isPatientsPrivateDate: Bool {
        guard let owner = shape.owner else { return false }
        return DateOwner.isPatients(creator: owner.creator, group: tag.group, offset: owner.offset)
    }

    /// A list that removes what another keeps has the last word.
    private func strictest() -> (PrivateList, SafePrivateElement)? {
        guard let owner = shape.owner else { return nil }
        let found = profile.privateLists.compactMap { list in
            list.element(creator: owner.creator, group: tag.group, offset: owner.offset).map { (list, $0) }
        }
        return found.first { $0.1.disposition == .remove } ?? found.first { $0.1.disposition != .keep } ?? found.first
    }
}
