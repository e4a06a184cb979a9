#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The way out and back with libraries that are not ours.

  round_trip.py originals DIR               writes the CT series of two made-up patients
  round_trip.py vendor RELEASE RETURNED     makes of the first patient's series in a release what a vendor would send back
  round_trip.py quarantined RELEASE RETURNED  makes what must not come back
  round_trip.py check ORIGINALS RELINKED    says what of the relinked objects does not fit the originals; nothing where all does
  round_trip.py orthanc ORIGINALS RELINKED  the same of an Orthanc that holds both

Needs pydicom 3 and highdicom.
"""

import csv
import json
import re
import sys
from pathlib import Path

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.sr.codedict import codes
from pydicom.uid import ExplicitVRLittleEndian, RLELossless, generate_uid

PATIENTS = [
    dict(id="MRN 4711/00", issuer="HOSP-A", name="Müller^Änne", birth="19610203", sex="F", charset="ISO_IR 100", date="20240305"),
    dict(id="8613370", issuer="", name="Yamada^Tarou=山田^太郎=やまだ^たろう", birth="19550630", sex="M", charset="ISO_IR 192", date="20231117"),
]
SLICES = 4
ROOT = "1.2.826.0.1.3680043.10.1337.77."


def originals(folder):
    for number, patient in enumerate(PATIENTS, 1):
        for slice_number in range(1, SLICES + 1):
            ds = Dataset()
            ds.SpecificCharacterSet = patient["charset"]
            ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
            ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
            ds.SOPInstanceUID = f"{ROOT}{number}.1.1.{slice_number}"
            ds.StudyDate = ds.SeriesDate = ds.ContentDate = patient["date"]
            ds.AcquisitionDate = patient["date"]
            ds.AcquisitionDateTime = patient["date"] + "101530.25"
            ds.StudyTime, ds.SeriesTime, ds.ContentTime = "101500", "101520", "101530"
            ds.AccessionNumber = f"ACC{number}55501"
            ds.Modality, ds.Manufacturer = "CT", "Maker"
            ds.ManufacturerModelName, ds.DeviceSerialNumber = "Scan", "SN-99881"
            ds.SoftwareVersions = "1"
            ds.ReferringPhysicianName = "Okafor^Ngozi"
            ds.StudyDescription = "CT Thorax Kontrolle"
            ds.SeriesDescription = "Lung 1.0"
            ds.PatientName, ds.PatientID = patient["name"], patient["id"]
            if patient["issuer"]:
                ds.IssuerOfPatientID = patient["issuer"]
            ds.PatientBirthDate, ds.PatientSex = patient["birth"], patient["sex"]
            ds.PatientAge = "063Y"
            ds.SliceThickness, ds.KVP, ds.PatientPosition = "2", "120", "HFS"
            ds.StudyInstanceUID = f"{ROOT}{number}"
            ds.SeriesInstanceUID = f"{ROOT}{number}.1"
            ds.StudyID, ds.SeriesNumber, ds.AcquisitionNumber, ds.InstanceNumber = f"ST{number}9", 3, 1, slice_number
            ds.FrameOfReferenceUID, ds.PositionReferenceIndicator = f"{ROOT}{number}.9", ""
            ds.ImagePositionPatient = [0, 0, 2.0 * slice_number]
            ds.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
            ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
            ds.Rows = ds.Columns = 16
            ds.PixelSpacing = [1, 1]
            ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
            ds.RescaleIntercept, ds.RescaleSlope, ds.WindowCenter, ds.WindowWidth = -1024, 1, 40, 400
            ds.PixelData = (np.arange(256, dtype=np.uint16).reshape(16, 16) * slice_number % 4096).tobytes()
            save(ds, Path(folder) / f"p{number}" / f"{slice_number}.dcm")


def save(ds, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not hasattr(ds, "file_meta"):
        ds.file_meta = FileMetaDataset()
        ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.save_as(path, enforce_file_format=True)


def images(folder):
    found = {}
    for path in sorted(Path(folder).rglob("*.dcm")):
        ds = pydicom.dcmread(path)
        ds.release_path = str(path)
        found.setdefault(ds.PatientID, []).append(ds)
    for series in found.values():
        series.sort(key=lambda ds: int(ds.InstanceNumber))
    return found


# What the vendor does.


def vendor(release, returned):
    found = images(Path(release) / "images")
    # The first patient is the one whose images say so in their age of none of the attributes: by the study's number of the files' order.
    patients = sorted(found, key=lambda patient: str(found[patient][0].PatientSex))
    source = found[patients[0]]
    out = Path(returned)
    for name, make in [
        ("seg/binary.dcm", lambda: segmentation(source, fractional=False)), ("seg/fractional.dcm", lambda: segmentation(source, fractional=True)),
        ("sr.dcm", lambda: report(source)), ("gsps.dcm", lambda: presentation(source)), ("ko.dcm", lambda: key_objects(source)),
        ("pm.dcm", lambda: parametric_map(source)), ("sc.dcm", lambda: capture(source)), ("rtstruct.dcm", lambda: structures(source)),
        ("rtdose.dcm", lambda: dose(source)), ("rwvm.dcm", lambda: real_world_values(source)),
    ]:
        save(make(), out / name)
    labels(source, release, out)
    # Every way of writing a Data Set.
    for name, syntax, ds in [
        ("deflated.dcm", "1.2.840.10008.1.2.1.99", report(source)), ("big-endian.dcm", "1.2.840.10008.1.2.2", structures(source)),
        ("implicit.dcm", "1.2.840.10008.1.2", structures(source)),
    ]:
        ds.file_meta = FileMetaDataset()
        ds.file_meta.TransferSyntaxUID = syntax
        ds.save_as(out / name, enforce_file_format=True)
    # An SR on the vendor's own segmentation.
    seg = pydicom.dcmread(out / "seg/binary.dcm")
    on_seg = report(source)
    reference = on_seg.CurrentRequestedProcedureEvidenceSequence[0].ReferencedSeriesSequence
    item = Dataset()
    item.SeriesInstanceUID = seg.SeriesInstanceUID
    item.ReferencedSOPSequence = Sequence([reference_to(seg)])
    reference.append(item)
    save(on_seg, out / "sr-on-seg.dcm")


def quarantined(release, returned):
    """Files that must not come back."""
    found = images(Path(release) / "images")
    patients = sorted(found, key=lambda patient: str(found[patient][0].PatientSex))
    first, second = found[patients[0]], found[patients[1]]
    out = Path(returned)
    mixed = capture(first)
    mixed.SourceImageSequence = Sequence([reference_to(second[0])])
    save(mixed, out / "mixed-reference.dcm")
    text = report(first)
    text.PatientComments = f"compare {second[0].PatientID}"
    save(text, out / "mixed-text.dcm")
    named = capture(first)
    named.PatientID = second[0].PatientID
    save(named, out / "mixed-name.dcm")
    foreign = capture(first)
    item = reference_to(first[0])
    item.ReferencedSOPInstanceUID = generate_uid()
    foreign.SourceImageSequence = Sequence([item])
    save(foreign, out / "foreign-reference.dcm")
    study = capture(first)
    study.StudyInstanceUID = generate_uid()
    save(study, out / "foreign-study.dcm")
    patient = capture(first)
    patient.PatientID = "SOMEBODY"
    save(patient, out / "foreign-patient.dcm")
    depends = report(first)
    item = Dataset()
    item.SeriesInstanceUID = foreign.SeriesInstanceUID
    item.ReferencedSOPSequence = Sequence([reference_to(foreign)])
    depends.CurrentRequestedProcedureEvidenceSequence[0].ReferencedSeriesSequence.append(item)
    save(depends, out / "on-quarantined.dcm")
    save(pydicom.dcmread(first[0].release_path), out / "own.dcm")
    (out / "labels.csv").write_text(f"patient,label\n{first[0].PatientID},1\nP-0000000000000000,2\n")
    (out / "broken.json").write_text('{"patient": "%s", ' % first[0].PatientID)
    (out / "notes.txt").write_text(first[0].PatientID)
    (out / "link.dcm").symlink_to(first[0].release_path)


def reference_to(ds):
    item = Dataset()
    item.ReferencedSOPClassUID = ds.SOPClassUID
    item.ReferencedSOPInstanceUID = ds.SOPInstanceUID
    return item


def segmentation(source, fractional):
    from highdicom import AlgorithmIdentificationSequence
    from highdicom.seg import Segmentation, SegmentDescription

    algorithm = AlgorithmIdentificationSequence(name="lungs", version="1", family=codes.DCM.ArtificialIntelligence)
    description = SegmentDescription(
        segment_number=1, segment_label=f"lung {source[0].PatientID}", segmented_property_category=codes.SCT.Organ,
        segmented_property_type=codes.SCT.Lung, algorithm_type="AUTOMATIC", algorithm_identification=algorithm, tracking_uid=generate_uid(),
        tracking_id="lung-1")
    mask = np.zeros((len(source), 16, 16), dtype=np.float32 if fractional else np.uint8)
    mask[:, 4:9, 4:9] = 0.5 if fractional else 1
    return Segmentation(
        source_images=source, pixel_array=mask, segmentation_type="FRACTIONAL" if fractional else "BINARY", segment_descriptions=[description],
        series_instance_uid=generate_uid(), series_number=100, sop_instance_uid=generate_uid(), instance_number=1, manufacturer="Vendor",
        manufacturer_model_name="Labels", software_versions="3", device_serial_number="V1",
        transfer_syntax_uid=RLELossless if fractional else ExplicitVRLittleEndian)


def report(source):
    from highdicom.sr import (
        Comprehensive3DSR, FindingSite, ImageRegion3D, GraphicTypeValues3D, Measurement, MeasurementReport, ObservationContext,
        ObserverContext, PersonObserverIdentifyingAttributes, PlanarROIMeasurementsAndQualitativeEvaluations, TrackingIdentifier)

    observer = ObserverContext(
        observer_type=codes.DCM.Person, observer_identifying_attributes=PersonObserverIdentifyingAttributes(name="Reader^One"))
    region = ImageRegion3D(
        graphic_type=GraphicTypeValues3D.POLYGON,
        graphic_data=np.array([(1.0, 1.0, 2.0), (5.0, 1.0, 2.0), (5.0, 5.0, 2.0), (1.0, 5.0, 2.0), (1.0, 1.0, 2.0)]),
        frame_of_reference_uid=source[0].FrameOfReferenceUID)
    group = PlanarROIMeasurementsAndQualitativeEvaluations(
        referenced_region=region, tracking_identifier=TrackingIdentifier(uid=generate_uid(), identifier=f"nodule of {source[0].PatientID}"),
        finding_type=codes.SCT.Neoplasm, finding_sites=[FindingSite(codes.SCT.Lung)],
        measurements=[Measurement(name=codes.SCT.Length, value=4.0, unit=codes.UCUM.Millimeter)])
    content = MeasurementReport(
        observation_context=ObservationContext(observer_person_context=observer), procedure_reported=codes.LN.CTUnspecifiedBodyRegion,
        imaging_measurements=[group])[0]
    return Comprehensive3DSR(
        evidence=source, content=content, series_number=101, series_instance_uid=generate_uid(), sop_instance_uid=generate_uid(), instance_number=1,
        manufacturer="Vendor", is_complete=True, is_final=False)


def presentation(source):
    from highdicom import ContentCreatorIdentificationCodeSequence  # noqa: F401
    from highdicom.pr import (
        AnnotationUnitsValues, GraphicAnnotation, GraphicLayer, GraphicObject, GraphicTypeValues, GrayscaleSoftcopyPresentationState, TextObject)

    layer = GraphicLayer(layer_name="LAYER", order=1, description="labels")
    annotation = GraphicAnnotation(
        referenced_images=[source[0]], graphic_layer=layer,
        graphic_objects=[
            GraphicObject(
                graphic_type=GraphicTypeValues.POLYLINE, graphic_data=np.array([(2.0, 2.0), (8.0, 2.0), (8.0, 8.0)]),
                units=AnnotationUnitsValues.PIXEL)
        ],
        text_objects=[
            TextObject(text_value=f"see {source[0].PatientID}.", units=AnnotationUnitsValues.PIXEL, anchor_point=(4.0, 4.0))
        ])
    return GrayscaleSoftcopyPresentationState(
        referenced_images=source, series_instance_uid=generate_uid(), series_number=102, sop_instance_uid=generate_uid(), instance_number=1,
        manufacturer="Vendor", manufacturer_model_name="Labels", software_versions="3", device_serial_number="V1", content_label="LABELS",
        graphic_layers=[layer], graphic_annotations=[annotation], concept_name=codes.DCM.PresentationState, institution_name="Vendor",
        content_creator_name="Reader^One")


def key_objects(source):
    from highdicom.ko import KeyObjectSelection, KeyObjectSelectionDocument

    content = KeyObjectSelection(document_title=codes.DCM.Manifest, referenced_objects=source[:2])
    return KeyObjectSelectionDocument(
        evidence=source[:2], content=content, series_instance_uid=generate_uid(), series_number=103, sop_instance_uid=generate_uid(),
        instance_number=1, manufacturer="Vendor")


def parametric_map(source):
    from highdicom.pm import ParametricMap, RealWorldValueMapping

    pixels = np.ones((len(source), 16, 16), dtype=np.float32)
    mapping = RealWorldValueMapping(
        lut_label="1", lut_explanation="score", unit=codes.UCUM.NoUnits, value_range=[-1e6, 1e6], slope=1.0, intercept=0.0,
        quantity_definition=codes.DCM.Manifest)
    return ParametricMap(
        source, pixels, generate_uid(), 104, generate_uid(), 1, "Vendor", "Labels", "3", "V1", contains_recognizable_visual_features=False,
        real_world_value_mappings=[mapping], window_center=0.5, window_width=1)


def capture(source):
    from highdicom.sc import SCImage

    image = source[0]
    ds = SCImage(
        pixel_array=np.zeros((16, 16, 3), dtype=np.uint8), photometric_interpretation="RGB", bits_allocated=8, coordinate_system="PATIENT",
        study_instance_uid=image.StudyInstanceUID, series_instance_uid=generate_uid(), series_number=105, sop_instance_uid=generate_uid(),
        instance_number=1, manufacturer="Vendor", patient_id=image.PatientID, patient_name=image.PatientName, patient_sex=image.PatientSex,
        accession_number=image.AccessionNumber, study_id=image.StudyID, study_date=image.StudyDate, study_time=image.StudyTime,
        patient_birth_date=None, pixel_spacing=(1.0, 1.0), patient_orientation=("L", "P"))
    ds.PatientIdentityRemoved = "YES"
    ds.DeidentificationMethod = "dcmscrub"
    ds.LongitudinalTemporalInformationModified = "MODIFIED"
    ds.SourceImageSequence = Sequence([reference_to(image)])
    if "AcquisitionDateTime" in image:
        ds.AcquisitionDateTime = image.AcquisitionDateTime
    ds.BurnedInAnnotation = "NO"
    return ds


def common(image, sop_class, modality):
    ds = Dataset()
    ds.SOPClassUID, ds.SOPInstanceUID = sop_class, generate_uid()
    for keyword in [
        "StudyDate", "StudyTime", "AccessionNumber", "ReferringPhysicianName", "PatientName", "PatientID", "PatientBirthDate", "PatientSex",
        "StudyInstanceUID", "StudyID", "FrameOfReferenceUID",
    ]:
        setattr(ds, keyword, image.get(keyword, ""))
    ds.Modality, ds.Manufacturer = modality, "Vendor"
    ds.SeriesInstanceUID, ds.SeriesNumber, ds.InstanceNumber = generate_uid(), 106, 1
    ds.PositionReferenceIndicator = ""
    return ds


def structures(source):
    image = source[0]
    ds = common(image, "1.2.840.10008.5.1.4.1.1.481.3", "RTSTRUCT")
    ds.StructureSetLabel, ds.StructureSetName = "LABELS", f"set of {image.PatientID}"
    ds.StructureSetDate, ds.StructureSetTime = "20261130", "120000"
    series, study, frame = Dataset(), Dataset(), Dataset()
    series.SeriesInstanceUID = image.SeriesInstanceUID
    series.ContourImageSequence = Sequence([reference_to(ds) for ds in source])
    study.ReferencedSOPClassUID, study.ReferencedSOPInstanceUID = "1.2.840.10008.3.1.2.3.1", image.StudyInstanceUID
    study.RTReferencedSeriesSequence = Sequence([series])
    frame.FrameOfReferenceUID = image.FrameOfReferenceUID
    frame.RTReferencedStudySequence = Sequence([study])
    ds.ReferencedFrameOfReferenceSequence = Sequence([frame])
    roi = Dataset()
    roi.ROINumber, roi.ReferencedFrameOfReferenceUID = 1, image.FrameOfReferenceUID
    roi.ROIName, roi.ROIGenerationAlgorithm = "lung", "AUTOMATIC"
    ds.StructureSetROISequence = Sequence([roi])
    contour = Dataset()
    contour.ContourImageSequence = Sequence([reference_to(image)])
    contour.ContourGeometricType, contour.NumberOfContourPoints = "CLOSED_PLANAR", 3
    contour.ContourData = [1, 1, 2, 5, 1, 2, 5, 5, 2]
    roi_contour = Dataset()
    roi_contour.ReferencedROINumber = 1
    roi_contour.ContourSequence = Sequence([contour])
    ds.ROIContourSequence = Sequence([roi_contour])
    observation = Dataset()
    observation.ObservationNumber = observation.ReferencedROINumber = 1
    observation.RTROIInterpretedType, observation.ROIInterpreter = "ORGAN", ""
    ds.RTROIObservationsSequence = Sequence([observation])
    ds.ApprovalStatus = "UNAPPROVED"
    # A private block of the vendor's, with a UID of ours and one of its own.
    block = ds.private_block(0x3287, "VENDOR LABELS", create=True)
    block.add_new(1, "UI", [image.SOPInstanceUID, "1.2.3.4.5"])
    block.add_new(2, "LO", f"case {image.PatientID}")
    block.add_new(3, "UN", image.SOPInstanceUID.encode() + b"\0" * (len(image.SOPInstanceUID) % 2))
    return ds


def dose(source):
    image = source[0]
    ds = common(image, "1.2.840.10008.5.1.4.1.1.481.2", "RTDOSE")
    ds.ImagePositionPatient, ds.ImageOrientationPatient = [0, 0, 0], [1, 0, 0, 0, 1, 0]
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.NumberOfFrames, ds.FrameIncrementPointer = 1, 0x3004000C
    ds.Rows = ds.Columns = 16
    ds.PixelSpacing = [1, 1]
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 0
    ds.DoseUnits, ds.DoseType, ds.DoseSummationType = "GY", "PHYSICAL", "PLAN"
    ds.GridFrameOffsetVector, ds.DoseGridScaling = [0], 0.001
    ds.ReferencedImageSequence = Sequence([reference_to(image)])
    ds.PixelData = bytes(512)
    return ds


def real_world_values(source):
    image = source[0]
    ds = common(image, "1.2.840.10008.5.1.4.1.1.67", "RWV")
    del ds.FrameOfReferenceUID, ds.PositionReferenceIndicator
    ds.ContentDate, ds.ContentTime = "20261130", "120000"
    ds.ContentLabel, ds.ContentDescription, ds.ContentCreatorName = "MAP", "", ""
    value = Dataset()
    value.RealWorldValueFirstValueMapped, value.RealWorldValueLastValueMapped = 0, 4095
    value.RealWorldValueIntercept, value.RealWorldValueSlope = 0.0, 1.0
    value.LUTLabel, value.LUTExplanation = "SUV", "SUV"
    unit = Dataset()
    unit.CodeValue, unit.CodingSchemeDesignator, unit.CodeMeaning = "1", "UCUM", "no units"
    value.MeasurementUnitsCodeSequence = Sequence([unit])
    item = Dataset()
    item.ReferencedImageSequence = Sequence([reference_to(ds) for ds in source])
    item.RealWorldValueMappingSequence = Sequence([value])
    ds.ReferencedImageRealWorldValueMappingSequence = Sequence([item])
    series = Dataset()
    series.SeriesInstanceUID = image.SeriesInstanceUID
    series.ReferencedInstanceSequence = Sequence([reference_to(ds) for ds in source])
    ds.ReferencedSeriesSequence = Sequence([series])
    return ds


def labels(source, release, out):
    image = source[0]
    place = str(Path(image.release_path).relative_to(release))
    with open(out / "labels.csv", "w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(["patient", "image", "path", "comment"])
        writer.writerow([image.PatientID, image.SOPInstanceUID, place, 'He said "no",\nthen left'])
        writer.writerow(["x" + image.PatientID, "2.25.7", "a/b", "Größe"])
    coco = {
        "info": {"description": "labels", "patient": image.PatientID},
        "images": [{"id": n, "file_name": str(Path(ds.release_path).relative_to(release)), "score": 0.5} for n, ds in enumerate(source)],
        "annotations": [{"id": 1, "image_id": 0, "bbox": [1, 2, 3, 4], "text": "Größe \u4e2d"}],
        "by_study": {image.StudyInstanceUID: [1e-5, None, True]},
    }
    (out / "coco.json").write_text(json.dumps(coco, indent=1))


# What came back.


def check(originals_folder, relinked):
    problems = []
    first = PATIENTS[0]
    known = {}
    studies = set()
    for path in Path(originals_folder).rglob("*.dcm"):
        ds = pydicom.dcmread(path)
        if ds.PatientID == first["id"]:
            known[ds.SOPInstanceUID] = ds
            studies.add(ds.StudyInstanceUID)
    series = {ds.SeriesInstanceUID for ds in known.values()}
    frames = {ds.FrameOfReferenceUID for ds in known.values()}
    original = next(iter(known.values()))
    returned = {path: pydicom.dcmread(path) for path in sorted(Path(relinked).rglob("*.dcm"))}
    own = {ds.SOPInstanceUID for ds in returned.values()} | {ds.SeriesInstanceUID for ds in returned.values()}
    for path, ds in returned.items():

        def expect(keyword, found, wanted):
            if str(found) != str(wanted):
                problems.append(f"{path.name}: {keyword} is {found!r}, not {wanted!r}")

        for keyword in [
            "PatientName", "PatientID", "IssuerOfPatientID", "PatientBirthDate", "PatientSex", "StudyInstanceUID", "StudyDate",
            "StudyTime", "StudyID", "AccessionNumber", "StudyDescription",
        ]:
            expect(keyword, ds.get(keyword, "") or "", original.get(keyword, "") or "")
        for keyword in ["PatientIdentityRemoved", "DeidentificationMethod", "DeidentificationMethodCodeSequence",
                        "LongitudinalTemporalInformationModified"]:
            if keyword in ds:
                problems.append(f"{path.name}: {keyword} is left")
        if ds.ContributingEquipmentSequence[-1].PurposeOfReferenceCodeSequence[0].CodeValue != "109103":
            problems.append(f"{path.name}: Contributing Equipment Sequence does not say what was done")
        expect("MediaStorageSOPInstanceUID", ds.file_meta.MediaStorageSOPInstanceUID, ds.SOPInstanceUID)
        for element in ds.iterall():
            if element.keyword in ("ReferencedSOPInstanceUID", "SourceSOPInstanceUID") and element.value not in own | set(known) | studies:
                problems.append(f"{path.name}: {element.keyword} {element.value} is of nothing")
            if element.keyword == "SeriesInstanceUID" and element.value not in own | series:
                problems.append(f"{path.name}: {element.keyword} {element.value} is of nothing")
            if element.keyword in ("FrameOfReferenceUID", "ReferencedFrameOfReferenceUID") and element.value not in frames:
                problems.append(f"{path.name}: {element.keyword} {element.value} is of nothing")
            if element.keyword in ("AcquisitionDate", "AcquisitionDateTime", "SeriesDate") and str(element.value)[:4] < "2023":
                problems.append(f"{path.name}: {element.keyword} {element.value} was not moved back")
            if element.keyword in ("ContentDate", "InstanceCreationDate", "StructureSetDate") and str(element.value)[:4] < "2026":
                problems.append(f"{path.name}: {element.keyword} {element.value} is no longer the vendor's")
        if re.search(rb"P-[0-9A-Z]{16}|2\.25\.\d{30}|dcmscrub, profile", path.read_bytes()):
            problems.append(f"{path.name}: something of the release is left")
    for name in ["seg/binary.dcm", "seg/fractional.dcm", "sr.dcm", "sr-on-seg.dcm", "gsps.dcm", "ko.dcm", "pm.dcm", "sc.dcm", "rtstruct.dcm",
                 "rtdose.dcm", "rwvm.dcm", "deflated.dcm", "big-endian.dcm", "implicit.dcm"]:
        if Path(relinked) / name not in returned:
            problems.append(f"{name} did not come back")
    image = known[min(known)]
    place = f"images/{first['id'].replace('/', '_')}/{image.StudyInstanceUID}/{image.SeriesInstanceUID}/{image.SOPInstanceUID}.dcm"
    with open(Path(relinked) / "labels.csv", newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    if rows[1] != [first["id"], image.SOPInstanceUID, place, 'He said "no",\nthen left'] or not rows[2][0].startswith("xP-"):
        problems.append(f"labels.csv: {rows}")
    coco = json.loads((Path(relinked) / "coco.json").read_text())
    if (coco["info"]["patient"], coco["images"][0]["file_name"], coco["annotations"][0]["text"]) != (first["id"], place, "Größe 中"):
        problems.append(f"coco.json: {coco}")
    if list(coco["by_study"]) != [image.StudyInstanceUID]:
        problems.append("coco.json: a member's name was not replaced")
    return problems


def orthanc(originals_folder, relinked):
    """Puts all of it into an Orthanc of its own, and looks up what the relinked objects refer to."""
    import socket
    import subprocess
    import tempfile
    import time
    import urllib.error
    import urllib.request

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        configuration = {
            "StorageDirectory": folder, "IndexDirectory": folder, "HttpPort": port, "DicomServerEnabled": False, "RemoteAccessAllowed": False,
            "AuthenticationEnabled": False, "Plugins": [],
        }
        (Path(folder) / "orthanc.json").write_text(json.dumps(configuration))
        # Nothing of the environment of a test run, which may bring other libraries.
        log = open(Path(folder) / "log", "w+")
        server = subprocess.Popen(
            ["/usr/sbin/Orthanc", f"{folder}/orthanc.json"], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            env={"PATH": "/usr/sbin:/usr/bin:/bin", "LANG": "C.UTF-8"})

        def ask(path, data=None):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", data, timeout=30) as answer:
                return json.load(answer)

        try:
            for _ in range(600):
                try:
                    ask("/system")
                    break
                except (urllib.error.URLError, ConnectionError):
                    if server.poll() is not None:
                        return ["Orthanc does not start: " + (Path(folder) / "log").read_text()[-2000:]]
                    time.sleep(0.1)
            problems = []
            for path in [*Path(originals_folder).rglob("*.dcm"), *Path(relinked).rglob("*.dcm")]:
                ask("/instances", path.read_bytes())
            if len(ask("/patients")) != len(PATIENTS) or len(ask("/studies")) != len(PATIENTS):
                problems.append("the relinked objects made patients or studies of their own")
            for path in sorted(Path(relinked).rglob("*.dcm")):
                for element in pydicom.dcmread(path).iterall():
                    if element.keyword in ("ReferencedSOPInstanceUID", "SeriesInstanceUID"):
                        if not ask("/tools/lookup", str(element.value).encode()):
                            problems.append(f"{path.name}: {element.keyword} {element.value} is not found")
            return problems
        finally:
            server.kill()
            server.wait(30)


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "originals":
        originals(arguments[1])
    elif len(arguments) == 3 and arguments[0] == "vendor":
        vendor(arguments[1], arguments[2])
    elif len(arguments) == 3 and arguments[0] == "quarantined":
        quarantined(arguments[1], arguments[2])
    elif len(arguments) == 3 and arguments[0] in ("check", "orthanc"):
        problems = {"check": check, "orthanc": orthanc}[arguments[0]](arguments[1], arguments[2])
        for problem in problems:
            print(problem)
        sys.exit(1 if problems else 0)
    else:
        sys.exit(__doc__)


main(sys.argv[1:])
